/* The protocol of detail/slot_ring.hpp, step by step, for every interleaving of a few producers and a consumer.
 *
 * Each access to a shared word is a step of its own; the memory is sequentially consistent (what the loads and stores need of
 * a weaker one is for ThreadSanitizer and the reader). Any producer may stop for ever, and the consumer may die, between any two
 * steps; then another drains as a panic does. With LIVES it is passed over although it lives: the other one starts at any step,
 * and both go on. OVERWRITE is 1 where the oldest makes room. BATCH is how many messages the consumer has in hand at once.
 *
 * - Nothing is lost or doubled: what was published is sent once or overwritten; twice only what a consumer that was dead or passed
 *   over had in hand.
 * - Nothing is read before it is whole, nor while somebody writes it.
 * - What was published before another call began is sent before that call's message.
 * - A call makes a bounded number of steps, whether or not the others go on.
 */
/* CALLS by the first producer, and OTHERS by each of the others. */
#define TOTAL (CALLS + (PRODUCERS - 1) * OTHERS)
#define NONE 255
#ifndef LIVES
#define LIVES 0
#endif
#define MOST_STEPS 24

#define FREE 0
#define RESERVED 1
#define TAKEN 2
#define SEIZED 3
#define STATE(w) ((w) & 3)
#define EPOCH(w) (((w) >> 2) & 1)
#define LAP(w) ((w) >> 3)
#define NEXT_LAP(w) ((w) + 8)
#define NEXT_EPOCH(w) ((w) ^ 4)
#define AS(w, state) (((w) & 252) | (state))

byte word[SLOTS];
bit published_epoch[SLOTS]; /* the lowest bit of the size */
byte first_half[SLOTS];     /* the content, which nobody writes in one step */
byte second_half[SLOTS];
byte next_position;
byte oldest_position;

/* Not of the protocol: what is known of each message. */
byte sent[TOTAL];
bool published[TOTAL];
bool overwritten[TOTAL];
byte before[TOTAL]; /* a bit for each message that had been published when this call began */
byte all_published;
byte doubled; /* a bit for each message that the dead consumer had in hand, or that a panic has seized */
byte drains_ended;
bool passed_over;
byte ended;
bool dead;
bool drained;

/* One step: exchanges a slot's word if it is as expected. */
#define EXCHANGE(slot, expected, wanted) \
  if \
  :: word[slot] == (expected) -> word[slot] = (wanted); ok = true \
  :: else -> ok = false \
  fi
#define MAY_STOP \
  if \
  :: skip \
  :: STOPS -> goto stopped \
  fi
#define MAY_DIE \
  if \
  :: skip \
  :: DEATH && !seize -> goto dies \
  fi

#define IS_DOUBLED(message) ((doubled >> (message)) & 1)
#define LAPS_AHEAD(seen, position) (LAP(seen) - (position) / SLOTS)
#define HERE (position % SLOTS)

proctype producer(byte me) {
  byte call, message, position, seen, passed, steps;
  bool ok, whole;

begin:
  atomic {
    if
    :: call == (me == 0 -> CALLS : OTHERS) -> goto stopped
    :: else
    fi;
    message = (me == 0 -> 0 : CALLS + (me - 1) * OTHERS) + call;
    call++;
    before[message] = all_published;
    passed = 0;
    steps = 0;
    position = next_position
  }
look:
  skip;
  atomic {
    seen = word[HERE];
    steps++;
    assert(steps < MOST_STEPS);
    if
    :: LAPS_AHEAD(seen, position) > 0 ->
      position = position + (LAPS_AHEAD(seen, position) - (STATE(seen) == FREE -> 1 : 0)) * SLOTS + 1;
      goto look
    :: LAPS_AHEAD(seen, position) == 0 && STATE(seen) != FREE -> position++; goto look
    :: LAPS_AHEAD(seen, position) == 0 && STATE(seen) == FREE -> goto take_free
    :: LAPS_AHEAD(seen, position) < 0 -> assert(LAPS_AHEAD(seen, position) == -1)
    fi
  }
  atomic {
    whole = (STATE(seen) == RESERVED && published_epoch[HERE] != EPOCH(seen));
    if
    :: !OVERWRITE && (whole || STATE(seen) == TAKEN) -> goto begin /* refused */
    :: OVERWRITE && whole -> goto take_oldest
    :: else
    fi
  }
  atomic { /* not finished, being sent, or seized: it moves on */
    EXCHANGE(HERE, seen, NEXT_LAP(seen));
    if
    :: ok -> position++; passed++
    :: else
    fi;
    if
    :: passed == SLOTS -> goto begin /* refused */
    :: else -> goto look
    fi
  }
take_oldest:
  skip;
  atomic {
    EXCHANGE(HERE, seen, NEXT_EPOCH(NEXT_LAP(seen)));
    if
    :: ok -> overwritten[first_half[HERE]] = true; goto claimed
    :: else -> goto look
    fi
  }
take_free:
  skip;
  atomic {
    EXCHANGE(HERE, seen, AS(seen, RESERVED));
    if
    :: ok -> goto claimed
    :: else -> goto look
    fi
  }
claimed:
  skip;
  atomic { MAY_STOP; next_position = position + 1 }
  first_half[HERE] = message;
  atomic { MAY_STOP; second_half[HERE] = message }
  atomic { /* the epoch of a reserved slot is its producer's */
    MAY_STOP;
    published_epoch[HERE] = 1 - EPOCH(word[HERE]);
    published[message] = true;
    all_published = all_published | (1 << message)
  }
  goto begin;
stopped:
  ended++
}

/* Takes up to BATCH slots, sends what is in them, and gives them back; a panic's takes one at a time. */
proctype consumer(bool seize) {
  byte from, limit, position, seen, found, found_word, content, other, count, index;
  byte hand[BATCH];
  byte hand_word[BATCH];
  bool ok, last_look;

again:
  atomic {
    MAY_DIE;
    if
    :: passed_over && !seize -> goto nothing
    :: else
    fi;
    last_look = (ended == PRODUCERS);
    count = 0;
    position = oldest_position
  }
oldest:
  skip;
  atomic {
    seen = word[HERE];
    if
    :: LAPS_AHEAD(seen, position) > 0 ->
      position = position + 1 +
        ((LAPS_AHEAD(seen, position) > 1 && STATE(seen) != FREE) -> (LAPS_AHEAD(seen, position) - 1) * SLOTS : 0);
      goto oldest
    :: else
    fi
  }
  atomic {
    if
    :: count == 0 -> oldest_position = position
    :: else
    fi;
    from = position;
    limit = from + SLOTS;
    found = NONE
  }
look:
  skip;
  atomic {
    if
    :: position == limit -> goto looked
    :: else
    fi;
    seen = word[HERE];
    if
    :: LAPS_AHEAD(seen, position) > 0 -> position++; goto look
    :: LAPS_AHEAD(seen, position) < 0 || (LAPS_AHEAD(seen, position) == 0 && STATE(seen) == FREE) -> goto looked
    :: LAPS_AHEAD(seen, position) == 0 && STATE(seen) == RESERVED
    :: LAPS_AHEAD(seen, position) == 0 && STATE(seen) == SEIZED -> position++; goto look
    :: LAPS_AHEAD(seen, position) == 0 && STATE(seen) == TAKEN ->
      if
      :: seize -> goto finds
      :: else -> position++; goto look
      fi
    fi
  }
  atomic {
    if
    :: published_epoch[HERE] != EPOCH(seen)
    :: else -> position++; goto look
    fi
  }
finds:
  atomic { /* and looks again at what is before it */
    found = position;
    found_word = seen;
    limit = position;
    position = from;
    goto look
  }
looked:
  atomic {
    if
    :: found == NONE && count > 0 -> goto sends
    :: found == NONE && count == 0 && last_look -> goto nothing
    :: found == NONE && count == 0 && !last_look -> goto again
    :: else
    fi
  }
  atomic {
    if
    :: count == 0 -> MAY_DIE
    :: else
    fi;
    position = found;
    assert(STATE(found_word) != SEIZED);
    EXCHANGE(HERE, found_word, AS(found_word, (STATE(found_word) == RESERVED -> TAKEN : SEIZED)));
    if
    :: !ok -> position = from; goto oldest
    :: else
    fi;
    if
    :: STATE(found_word) == TAKEN -> doubled = doubled | (1 << first_half[HERE])
    :: else
    fi;
    hand[count] = found;
    hand_word[count] = found_word;
    count++;
    if
    :: count == BATCH || seize -> goto sends
    :: else
    fi;
    position = (found == from -> from + 1 : from);
    goto oldest
  }
sends:
  atomic { index = 0 }
send:
  atomic {
    position = hand[index];
    if
    :: skip
    :: DEATH && !seize -> goto dies_with_some
    fi;
    content = first_half[HERE]
  }
  atomic {
    position = hand[index];
    assert(content == second_half[HERE]);
    assert(published[content]);
    sent[content]++;
    assert(sent[content] == 1 || (IS_DOUBLED(content) && sent[content] == 2));
    other = 0;
    do
    :: other == TOTAL -> break
    :: else ->
      assert(LIVES || !(before[content] & (1 << other)) || sent[other] > 0 || overwritten[other] || IS_DOUBLED(other));
      other++
    od;
    other = 0;
    content = 0;
    index++;
    if
    :: index < count -> goto send
    :: else -> index = 0
    fi
  }
give_back:
  skip;
  atomic {
    position = hand[index];
    if
    :: skip
    :: DEATH && !seize -> goto dies_with_some
    fi;
    seen = word[HERE];
    ok = true; /* nothing to exchange */
    if
    :: EPOCH(seen) == EPOCH(hand_word[index]) && STATE(seen) == (STATE(hand_word[index]) == RESERVED -> TAKEN : SEIZED)
    :: EPOCH(seen) == EPOCH(hand_word[index]) && STATE(seen) == SEIZED && STATE(hand_word[index]) == RESERVED -> goto given_back
    :: EPOCH(seen) != EPOCH(hand_word[index]) && STATE(seen) == SEIZED && STATE(hand_word[index]) == RESERVED
    :: else -> assert(false)
    fi
  }
  atomic {
    if
    :: STATE(seen) == TAKEN -> EXCHANGE(HERE, seen, AS(NEXT_EPOCH(NEXT_LAP(seen)), FREE))
    :: STATE(seen) == SEIZED && EPOCH(seen) == EPOCH(hand_word[index]) -> EXCHANGE(HERE, seen, NEXT_EPOCH(seen)) /* retires it */
    :: else -> EXCHANGE(HERE, seen, AS(NEXT_LAP(seen), FREE))
    fi
  }
given_back:
  atomic {
    if
    :: ok -> hand[index] = NONE; index++
    :: else -> goto give_back
    fi;
    if
    :: index < count -> goto give_back
    :: else -> goto again
    fi
  }
dies_with_some:
  atomic { /* whatever is in hand and not given back */
    index = 0;
    do
    :: index == count -> break
    :: index < count && hand[index] == NONE -> index++
    :: index < count && hand[index] != NONE -> position = hand[index]; doubled = doubled | (1 << first_half[HERE]); index++
    od
  }
dies:
  dead = true;
  goto end;
nothing:
  atomic { drained = true; drains_ended++ }
end:
  skip
}

init {
  byte index;
  atomic {
    index = 0;
    do
    :: index == PRODUCERS -> break
    :: else -> run producer(index); index++
    od;
    run consumer(false)
  }
  if
  :: drained
  :: dead -> run consumer(true); drained
  :: LIVES -> atomic { passed_over = true; run consumer(true) }; drains_ended == 2
  fi;
  /* Whatever the consumers did, every producer has ended by itself. */
  ended == PRODUCERS;
  atomic {
    index = 0;
    do
    :: index == TOTAL -> break
    :: else ->
      if
      :: published[index] && IS_DOUBLED(index) -> assert(sent[index] >= 1 && sent[index] <= 2 && !overwritten[index])
      :: published[index] && !IS_DOUBLED(index) -> assert(sent[index] + overwritten[index] == 1)
      :: else -> assert(sent[index] == 0 && !overwritten[index])
      fi;
      index++
    od
  }
}

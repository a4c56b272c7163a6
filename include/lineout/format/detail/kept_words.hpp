// Arguments that are kept to be formatted later: a call's words, and copies of all that they point to.
#pragma once

#include <lineout/detail/copy.hpp>
#include <lineout/detail/utf8.hpp>
#include <lineout/format/arguments.hpp>

namespace lineout {

struct message;
class origin;

namespace detail {

struct kept_call;
// Makes a message of what was kept: sets its time and its origin, and writes its text, which it gives back the size of.
using restorer = size_t (*)(const kept_call& kept, message& what, char* to, size_t room);

// What a slot begins with. The clock's reading is behind it, and behind that are the words.
struct kept_call {
  restorer how;
  const void* log;
  const lineout::origin* origin;
  const char* format;
  size_t head;  // in place of the priority: whether a text was cut
};
template <typename Reading> struct timed_call : kept_call {
  [[no_unique_address]] Reading reading;
  argument_word* words() { return reinterpret_cast<argument_word*>(this + 1); }
  const argument_word* words() const { return reinterpret_cast<const argument_word*>(this + 1); }
};

// What is needed beside the characters of texts.
struct kept_room {
  size_t words = 0;         // C strings take two, as texts
  size_t object_words = 0;  // for the bytes of objects
  bool possible = true;     // no object's formatter wants more than its bytes
};
constexpr kept_room room_of(size_t kinds, const argument_word* words) {
  kept_room room;
  for (; kinds != 0; kinds >>= kind_bits) {
    const auto which = static_cast<kind>(kinds & 15);
    if (which < kind::c_string) {
      ++room.words;
      ++words;
    } else if (which == kind::c_string) {
      room.words += 2;
      ++words;
    } else {
      room.words += words_of(which);
      if (which == kind::object) {
        const size_t size = words[1].type->size;
        if (size == argument_type::not_kept) room.possible = false;
        else room.object_words += (size + sizeof(argument_word) - 1) / sizeof(argument_word);
      }
      if (which == kind::more) {
        const kept_room others = room_of(words->number, words + 1);
        return {room.words + others.words, room.object_words + others.object_words, room.possible && others.possible};
      }
      words += words_of(which);
    }
  }
  return room;
}

// Keeps them in memory that is aligned to words: the words, the bytes of objects, the characters of texts. What there is
// no room for of these is cut, and ends in the mark, which stays where it is.
class word_keeper {
 public:
  word_keeper(char* to, const kept_room& room, char* end, text cut_mark)
      : word_{reinterpret_cast<argument_word*>(to)},
        object_{to + room.words * sizeof(argument_word)},
        character_{object_ + room.object_words * sizeof(argument_word)},
        end_{end},
        cut_mark_{cut_mark} {}

  // Gives back the kinds of what is kept.
  size_t keep(size_t kinds, const argument_word* words) {
    size_t kept = kinds;
    size_t one = 1;
    for (size_t left = kinds; left != 0; left >>= kind_bits, one <<= kind_bits) {
      const auto which = static_cast<kind>(left & 15);
      if (which < kind::c_string) {
        *word_++ = *words++;
        continue;
      }
      if (which == kind::c_string) {
        static_assert(static_cast<size_t>(kind::text) == static_cast<size_t>(kind::c_string) + 1);
        kept += one;  // it becomes a text
        keep_string((words++)->characters);
        continue;
      }
      if (which == kind::more) {
        argument_word* const others = word_++;
        others->number = keep(words->number, words + 1);
        return kept;
      }
      if (which >= kind::bytes) {
        if (which == kind::bytes) keep_bytes(words);
        else keep_object(words);
      } else if (which == kind::address) {
        *word_++ = words[0];
        *word_++ = words[1];
      } else {
        keep_text({words[0].characters, words[1].number});
      }
      words += words_of(which);
    }
    return kept;
  }

  // Where the characters end, and whether some are missing.
  char* end() const { return character_; }
  bool cut() const { return cut_; }

 private:
  size_t room() const { return static_cast<size_t>(end_ - character_); }
  void put(const char* data, size_t size) {
    (word_++)->characters = data;
    (word_++)->number = size;
  }
  void keep_string(const char* words) {
    if (words == nullptr) return put("(null)", 6);
    if constexpr (is_hosted) return keep_text(words);
    char* const to = character_;
    const size_t most = room();
    size_t size = 0;
    for (char c; (c = words[size]) != '\0'; ++size) {
      if (size == most) [[unlikely]]
        return keep_part(words);
      to[size] = c;
    }
    put(to, size);
    character_ = to + size;
  }
  void keep_text(text words) {
    if (words.size() > room()) [[unlikely]]
      return keep_part(words.data());
    if (!words.empty()) copy_short(character_, words.data(), words.size());
    put(character_, words.size());
    character_ += words.size();
  }
  // As much as there is room for beside the mark; the mark alone, where there is none.
  [[gnu::noinline, gnu::cold]] void keep_part(const char* words) {
    cut_ = true;
    if (room() <= cut_mark_.size()) {
      end_ = character_;
      return put(cut_mark_.data(), cut_mark_.size());
    }
    const size_t size = whole_characters(words, room() - cut_mark_.size());
    copy(character_, words, size);
    copy(character_ + size, cut_mark_.data(), cut_mark_.size());
    put(character_, size + cut_mark_.size());
    character_ += size + cut_mark_.size();
    end_ = character_;
  }
  // Without a mark, which would look like bytes.
  void keep_bytes(const argument_word* from) {
    const size_t size = from[1].number < room() ? from[1].number : room();
    cut_ = cut_ || size < from[1].number;
    copy(character_, from[0].characters, size);
    put(character_, size);
    *word_++ = from[2];
    character_ += size;
  }
  void keep_object(const argument_word* from) {
    const size_t size = from[1].type->size;
    copy(object_, static_cast<const char*>(from[0].pointer), size);
    (word_++)->pointer = object_;
    (word_++)->type = from[1].type;
    object_ += (size + sizeof(argument_word) - 1) / sizeof(argument_word) * sizeof(argument_word);
  }

  argument_word* word_;
  char* object_;
  char* character_;
  char* end_;
  text cut_mark_;
  bool cut_ = false;
};

}  // namespace detail
}  // namespace lineout

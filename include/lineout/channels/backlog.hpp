// backlog: a channel that keeps what could not be sent yet, in memory that may outlive a warm reset, and sends it
// later.
#pragma once

#include <lineout/channels/channel_decorator.hpp>
#include <lineout/detail/crc32.hpp>
#include <lineout/detail/record_ring.hpp>
#include <lineout/format/writer.hpp>

namespace lineout {

// What a backlog keeps its messages in, each with a checksum of its own. Nothing has to be in it at first: placed in a
// section that neither the start-up code nor the loader writes to, it still has its messages after a warm reset.
template <size_t Size> struct backlog_storage {
  uint32_t layout;
  uint32_t oldest;
  uint32_t dropped;
  uint32_t dropped_inverted;
  char bytes[Size];
};

struct backlog_options {
  // The longest text that is sent whole; what is longer is cut and marked. The inner channel has to be able to send as
  // much: the rest waits behind what it refuses. To send a kept message takes this much of the stack, and the headers.
  static constexpr size_t text_size = 894;
  static constexpr text cut_mark = "...";
  // Begins each line that was kept before the reset.
  static constexpr text previous_mark = "before the reset: ";
  // Keeps what has been sent as well, until newer messages need the room: then the last lines before a reset are there
  // again whether they had arrived or not.
  static constexpr bool keep_sent = false;
  // A message that finds others waiting has so many of them sent at once, and waits behind the rest for poll().
  static constexpr size_t sent_with_each = 2;
};

// What a backlog has counted: kept = sent + lost + waiting, kept being what its submit() called queued, what recover()
// found, and its own notices of losses.
struct backlog_counts {
  size_t kept = 0;
  size_t sent = 0;
  size_t lost = 0;
  size_t waiting = 0;
  size_t left_out = 0;  // MSGIDs and structured data for which there was no room
};

// While the inner channel takes messages they pass; what it loses is kept, with its priority, time, origin,
// MSGID and structured data, and everything after it waits in line. The oldest make room for the newest and are counted, and a message says how many
// before the next one is sent. For one context at a time: locked<backlog<...>, ...> is for several. It waits as the
// inner channel does.
template <channel Next, size_t Size, typename Options = backlog_options>
class backlog : public channel_decorator<Next> {
  static_assert(Size >= 256, "lineout: a backlog_storage has at least 256 bytes");

 public:
  using channel_decorator<Next>::headroom;
  using channel_decorator<Next>::tailroom;

  // The storage outlives the backlog, and no other one uses it.
  constexpr backlog(Next next, backlog_storage<Size>& storage)
      : channel_decorator<Next>{detail::move(next)}, storage_{&storage} {}

  // To be called before the first message: finds what was kept before a warm reset, which is then sent first, marked as
  // such. Memory with anything else in it is cleared. Returns how many messages there are.
  constexpr size_t recover() {
    uint32_t lost_before = 0;
    if (storage_->layout == layout) {
      records_.adopt(storage_->bytes, storage_->oldest, is_valid, is_given_up);
      lost_before = recovered_count();
    }
    if (records_.count() == 0) open();
    open_ = true;
    set_unreported(lost_before);
    first_waiting_ = records_.oldest();
    previous_ = counts_.kept = counts_.waiting = records_.count();
    return previous_;
  }

  constexpr outcome submit(const message& what) { return submit(what, false); }
  constexpr outcome submit_mark(const message& what) { return submit(what, true); }

  // Sends at most budget of the messages that wait, the oldest first, and stops when one is refused. True: none waits.
  constexpr bool replay(size_t budget = ~size_t{0}) {
    for (; budget > 0 && counts_.waiting > 0; --budget)
      if (!send_oldest()) return false;
    return counts_.waiting == 0;
  }

  // True: something is left to do.
  constexpr bool poll(size_t budget) {
    const bool busy = this->next().poll(budget);
    return !replay(budget) || busy;
  }

  constexpr void flush() {
    replay();
    this->next().flush();
  }
  constexpr void panic() {
    this->next().panic();
    replay();
  }

  constexpr backlog_counts counts() const { return counts_; }

 private:
  constexpr outcome submit(const message& what, bool mark) {
    if (counts_.waiting == 0) {
      const outcome result = mark ? this->next().submit_mark(what) : this->next().submit(what);
      if (result != outcome::lost) {
        if constexpr (Options::keep_sent) keep(what, mark);
        return result;
      }
    }
    if (!keep(what, mark)) return outcome::lost;
    if (counts_.waiting == 0) first_waiting_ = newest_;
    ++counts_.kept;
    ++counts_.waiting;
    // The one that has just been refused is not tried again.
    if (counts_.waiting > 1) replay(Options::sent_with_each);
    return outcome::queued;
  }

  // A record: checksum 4, seconds 8, nanoseconds 4, offset from UTC in minutes 2, PRI 1, sizes of hostname and app name
  // 1 each, process id 4; is_mark is set in the app name's size; where has_more is set in the hostname's size, the sizes of the MSGID 1 and of the structured
  // data 2; the names, the MSGID, the structured data, the text.
  static constexpr size_t fixed_size = 25;
  static constexpr size_t more_size = 3;
  static constexpr unsigned has_more = 0x80;
  static constexpr unsigned is_mark = 0x80;
  static constexpr uint32_t layout = 0x4c4f4232 ^ static_cast<uint32_t>(Size);  // "LOB2"

  struct sizes {
    size_t before, hostname, app_name, id, data;
    static constexpr sizes of(text record) {
      const char* const at = record.data();
      const unsigned hostname = detail::load_byte(at + 19);
      const bool more = (hostname & has_more) != 0 && record.size() >= fixed_size + more_size;
      return {more ? fixed_size + more_size : fixed_size, hostname & ~has_more, detail::load_byte(at + 20) & ~is_mark,
              more ? detail::load_byte(at + 25) : size_t{0}, more ? detail::load_little16(at + 26) : size_t{0}};
    }
    constexpr size_t sum() const { return before + hostname + app_name + id + data; }
  };
  static constexpr bool has_checksum(text record, uint32_t change) {
    return record.size() >= fixed_size && record.size() >= sizes::of(record).sum() &&
           (detail::load_little32(record.data()) ^ change) == detail::crc32(record.data() + 4, record.size() - 4);
  }
  static constexpr auto is_valid = [](text record) { return has_checksum(record, 0); };
  static constexpr auto is_given_up = [](text record) { return has_checksum(record, 1); };

  constexpr void open() {
    if (open_) return;
    open_ = true;
    for (char& byte : storage_->bytes) byte = '\0';
    records_.clear();
    set_unreported(0);
    note_oldest(0);
    storage_->layout = layout;
  }
  constexpr void set_unreported(uint32_t count) {
    unreported_ = count;
    storage_->dropped = count;
    detail::in_this_order();
    storage_->dropped_inverted = ~count;
  }
  // A reset may have come between the two stores of set_unreported(), which adds one or sets 0.
  constexpr uint32_t recovered_count() const {
    const uint32_t count = storage_->dropped;
    const uint32_t before = ~storage_->dropped_inverted;
    return count == before || count == before + 1 ? count : 0;
  }
  constexpr void note_oldest(size_t at) {
    detail::in_this_order();
    storage_->oldest = static_cast<uint32_t>(at);
    detail::in_this_order();
  }
  // Gives the oldest record up, so that it is never recovered; it is to be popped. Returns where the next one begins.
  // It is marked first: from then on it is skipped, also where the next one is not yet known to be the oldest.
  constexpr size_t forget_oldest() {
    size_t at = records_.oldest();
    const text record = records_.read(storage_->bytes, at);
    if (records_.count() > 1) at = records_.wrapped(storage_->bytes, at);
    if (record.size() >= 4) storage_->bytes[record.data() - storage_->bytes] ^= 1;
    note_oldest(at);
    return at;
  }
  // The oldest is about to be overwritten. It is counted first: a reset in between counts one too many, and none too few.
  constexpr void make_room() {
    const bool waits = counts_.waiting == records_.count();
    if (waits) lose(1);
    const size_t next = forget_oldest();
    if (!waits) return;
    first_waiting_ = next;
    if (previous_ > 0) --previous_;
  }
  constexpr void lose(size_t count) {
    counts_.waiting -= count;
    counts_.lost += count;
    for (; count > 0; --count) set_unreported(unreported_ + 1);
  }

  constexpr bool keep(const message& what, bool mark) {
    open();
    const text hostname = what.origin->hostname();
    const text app_name = what.origin->app_name();
    const text words = what.content();
    size_t size = fixed_size + hostname.size() + app_name.size() + words.size();
    const text id = fitting(what.id, 255, size + more_size);
    const text data = fitting(what.structured_data, 65535, size + more_size + id.size());
    const bool more = !id.empty() || !data.empty();
    size += (more ? more_size : 0) + id.size() + data.size();
    if (!records_.can_hold(size)) return false;
    char* const record = records_.reserve(storage_->bytes, size, [this] { make_room(); });
    newest_ = records_.next();
    if (records_.count() == 0) note_oldest(newest_);
    const uint64_t seconds = static_cast<uint64_t>(what.time.seconds());
    char* at = detail::store_little32(record + 4, static_cast<uint32_t>(seconds));
    at = detail::store_little32(at, static_cast<uint32_t>(seconds >> 32));
    at = detail::store_little32(at, what.time.nanoseconds());
    at = detail::store_little16(at, static_cast<uint32_t>(what.time.offset_minutes()) & 0xffff);
    at = detail::store_byte(at, what.priority.pri());
    at = detail::store_byte(at, static_cast<unsigned>(hostname.size()) | (more ? has_more : 0));
    at = detail::store_byte(at, static_cast<unsigned>(app_name.size()) | (mark ? is_mark : 0));
    at = detail::store_little32(at, what.origin->process_id());
    if (more) {
      at = detail::store_byte(at, static_cast<unsigned>(id.size()));
      at = detail::store_little16(at, static_cast<uint32_t>(data.size()));
    }
    const text pieces[] = {hostname, app_name, id, data, words};
    for (const text piece : pieces) {
      if (!piece.empty()) detail::copy(at, piece.data(), piece.size());
      at += piece.size();
    }
    detail::store_little32(record, detail::crc32(record + 4, size - 4));
    detail::in_this_order();
    records_.commit(storage_->bytes, size);
    return true;
  }
  // A part of a record that has such a size without it; empty where it is too long.
  constexpr text fitting(text piece, size_t limit, size_t size) {
    if (piece.size() <= limit && records_.can_hold(size + piece.size())) return piece;
    if (!piece.empty()) ++counts_.left_out;
    return {};
  }

  // False: it was refused, and is still there.
  constexpr bool send_oldest() {
    size_t at = first_waiting_;
    const text record = records_.read(storage_->bytes, at);
    if (!is_valid(record)) {
      // Whoever was to write it has been stopped.
      lose(counts_.waiting);
      records_.clear();
      previous_ = 0;
      return true;
    }
    const char* const fields = record.data();
    const sizes size_of = sizes::of(record);
    text rest = record.skip(size_of.before);
    const auto take = [&rest](size_t size) {
      const text piece = rest.first(size);
      rest = rest.skip(size);
      return piece;
    };
    const text hostname = take(size_of.hostname);
    const text app_name = take(size_of.app_name);
    const text id = take(size_of.id);
    const text data = take(size_of.data);
    const origin_buffer names_of{hostname, app_name, detail::load_little32(fields + 21),
                                 app_name_characters::dots_and_slashes};
    const origin from = names_of.origin();
    const uint64_t seconds = detail::load_little32(fields + 4) | (uint64_t{detail::load_little32(fields + 8)} << 32);
    const auto offset = static_cast<int16_t>(detail::load_little16(fields + 16));
    const timestamp time = timestamp::at(static_cast<int64_t>(seconds), detail::load_little32(fields + 12), offset);
    const priority level = priority::from_pri(detail::load_byte(fields + 18)).value;

    if (unreported_ != 0) {
      const auto notice = [this](writer& out) {
        out.decimal(unreported_);
        out.literal(unreported_ == 1 ? " message lost" : " messages lost");
      };
      if (!send({level.facility, severity::warning}, time, from, {}, {}, false, notice)) return false;
      ++counts_.kept;
      ++counts_.sent;
      set_unreported(0);
    }
    const auto words = [&](writer& out) {
      if (previous_ > 0) out.literal(Options::previous_mark);
      out.literal(rest);
    };
    const bool mark = (detail::load_byte(fields + 20) & is_mark) != 0;
    if (!send(level, time, from, id, data, mark, words)) return false;
    first_waiting_ = counts_.waiting > 1 ? records_.wrapped(storage_->bytes, at) : at;
    detail::in_this_order();
    --counts_.waiting;
    ++counts_.sent;
    if (!Options::keep_sent || previous_ > 0) {
      forget_oldest();
      records_.pop(storage_->bytes);
    }
    if (previous_ > 0) --previous_;
    return true;
  }

  template <typename Write>
  [[gnu::noinline]] constexpr bool send(priority level, const timestamp& time, const origin& from, text id, text data,
                                        bool mark, const Write& write) {
    char bytes[headroom + Options::text_size + tailroom];
    char* const words = bytes + headroom;
    writer out{words, words + Options::text_size, control_characters::keep};
    write(out);
    out.finish(Options::cut_mark);
    packet body{bytes, sizeof bytes, headroom};
    body.append(out.size());
    const message made{level, time, &from, body, id, data};
    return (mark ? this->next().submit_mark(made) : this->next().submit(made)) != outcome::lost;
  }

  backlog_storage<Size>* storage_;
  detail::record_ring<Size> records_;
  backlog_counts counts_;
  size_t newest_ = 0;
  size_t first_waiting_ = 0;
  size_t previous_ = 0;  // of those that wait, how many are of a previous run
  uint32_t unreported_ = 0;
  bool open_ = false;
};

template <channel Next, size_t Size> backlog(Next, backlog_storage<Size>&) -> backlog<Next, Size>;

static_assert(channel<backlog<stubs::channel, 256>>);

}  // namespace lineout

#include <lineout/logger_ref.hpp>

#include "support/recorder.hpp"

#include <lineout/catalogue/catalogue.hpp>
#include <lineout/logger.hpp>

#include <functional>
#include <type_traits>
#include <vector>

#include <doctest/doctest.h>

using namespace lineout;
using list = std::vector<std::string>;

namespace {

constexpr origin here{"router1", "diskd", 311};

struct local_facility : options {
  static constexpr lineout::facility facility = lineout::facility::local0;
  static constexpr severity compiled_threshold = severity::info;
};
struct without_specs : options {
  static constexpr bool format_specs = false;
};

// As in the header of a program, and in one of its files.
extern constinit logger_ref app_log;
constinit logger_ref app_log;

static_assert(sizeof(logger_ref) == 2 * sizeof(void*) && std::is_trivially_copyable_v<logger_ref>);

struct disk {
  logger_ref log = {};
  void fail(int number) const { log.err("disk {} failed", number); }
};
void probe(logger_ref log) { log.info("probing"); }

// Takes what was lost before into a logger that is not looked at.
void forget_losses() {
  list records;
  logger<recorder> log{recorder{&records}, here};
  logger_ref{log};
}

inline constexpr event<int> failed{"FAILED", severity::err, "", "number {}", "something failed"};

}  // namespace

TEST_CASE("a reference is a member, a parameter, an element and a capture, and is called when it is constant") {
  forget_losses();
  list records;
  logger log{recorder{&records}, here};
  const logger_ref reference{log};
  const disk first{reference};
  first.fail(7);
  probe(reference);
  probe(log);
  std::vector<logger_ref> all{reference, log};
  for (const logger_ref& each : all) each.debug("{}", "each");
  const std::function<void()> later = [reference] { reference.warning("later {:>3}", 1); };
  later();
  CHECK(records == list{"<11>diskd[311]: disk 7 failed", "<14>diskd[311]: probing", "<14>diskd[311]: probing",
                        "<15>diskd[311]: each", "<15>diskd[311]: each", "<12>diskd[311]: later   1"});
}

TEST_CASE("every severity has a call, and the facility is the logger's") {
  list records;
  logger<recorder, local_facility> log{recorder{&records}, here};
  const logger_ref reference{log};
  reference.emerg("a");
  reference.alert("b");
  reference.crit("c");
  reference.err("d");
  reference.warning("e {}", 1);
  reference.notice("f");
  reference.info("g");
  reference.debug("below the compiled threshold");
  reference.log(severity::err, "h {}", 2);
  reference.log(priority{facility::mail, severity::crit}, "i");
  reference.log(heading{severity::notice}, "j");
  reference.error("k");
  reference.warn("l");
  reference.critical("m");
  CHECK(records == list{"<128>diskd[311]: a", "<129>diskd[311]: b", "<130>diskd[311]: c", "<131>diskd[311]: d",
                        "<132>diskd[311]: e 1", "<133>diskd[311]: f", "<134>diskd[311]: g", "<131>diskd[311]: h 2",
                        "<18>diskd[311]: i", "<133>diskd[311]: j", "<131>diskd[311]: k", "<132>diskd[311]: l",
                        "<130>diskd[311]: m"});
  CHECK(reference.counts().sent == 13);
}

TEST_CASE("the threshold is the logger's, from both sides") {
  list records;
  logger log{recorder{&records}, here};
  const logger_ref reference{log};
  reference.set_threshold(severity::warning);
  CHECK(log.threshold() == severity::warning);
  CHECK_FALSE(reference.enabled(severity::notice));
  log.info("no");
  reference.info("no");
  log.set_level(severity::info);
  CHECK(reference.threshold() == severity::info);
  reference.info("yes");
  CHECK(records == list{"<14>diskd[311]: yes"});
}

TEST_CASE("flush, panic and poll reach the channel") {
  struct telling : recorder {
    list* told;
    void flush() { told->push_back("flush"); }
    void panic() { told->push_back("panic"); }
    bool poll(size_t budget) {
      told->push_back("poll " + std::to_string(budget));
      return true;
    }
  };
  list records;
  list told;
  telling sink;
  sink.records = &records;
  sink.told = &told;
  logger log{sink, here};
  const logger_ref reference{log};
  reference.flush();
  CHECK(reference.poll(3));
  reference.panic();
  CHECK(told == list{"flush", "poll 3", "panic"});
}

TEST_CASE("what is logged before there is a logger is told by the first one, once") {
  forget_losses();
  CHECK_FALSE(app_log);
  app_log.info("to nobody {}", 1);
  app_log.err("to nobody {}", 2);
  const disk unbound;
  unbound.fail(3);
  app_log.set_threshold(severity::emerg);
  app_log.warning("counted all the same");
  CHECK(app_log.counts().lost == 4);
  CHECK_FALSE(app_log.poll(1));
  list records;
  list other_records;
  logger log{recorder{&records}, here};
  logger other{recorder{&other_records}, here};
  app_log = log;
  const logger_ref second{other};
  CHECK(app_log);
  app_log.info("to the logger");
  second.info("to the other");
  CHECK(records == list{"<12>diskd[311]: 4 messages lost", "<14>diskd[311]: to the logger"});
  CHECK(other_records == list{"<14>diskd[311]: to the other"});
  CHECK(app_log.counts().accepted == 6);
  CHECK(app_log.counts().lost == 4);
  app_log = logger_ref{};
}

TEST_CASE("an event of a catalogue is emitted through a reference") {
  list records;
  logger<recorder, local_facility> log{recorder{&records}, here};
  emit(logger_ref{log}, failed, 5);
  CHECK(records == list{"<131>diskd[311]: number 5"});
}

TEST_CASE("a logger without format specs has a reference of its own") {
  list records;
  logger<recorder, without_specs> log{recorder{&records}, here};
  const basic_logger_ref<false> reference{log};
  reference.info("{} {} {} {}", -1, "text", true, static_cast<const void*>(nullptr));
  CHECK(records == list{"<14>diskd[311]: -1 text true 0x0"});
}

// needs: boost/log/core.hpp libboost-log-dev
// links: boost_log boost_thread boost_system
// Boost.Log: a formatter makes the line, a synchronous sink gets it in memory.
#define BOOST_LOG_DYN_LINK 1
#include <boost/date_time/posix_time/posix_time_types.hpp>
#include <boost/log/attributes/clock.hpp>
#include <boost/log/core.hpp>
#include <boost/log/expressions.hpp>
#include <boost/log/sinks/basic_sink_backend.hpp>
#include <boost/log/sinks/sync_frontend.hpp>
#include <boost/log/sources/record_ostream.hpp>
#include <boost/log/sources/severity_logger.hpp>
#include <boost/log/support/date_time.hpp>
#include <boost/log/trivial.hpp>

#include "../reference.hpp"

namespace {

using bench::kind;
namespace logging = boost::log;
namespace expressions = boost::log::expressions;

const bench::reference_arguments& given = bench::arguments;

class memory : public logging::sinks::basic_formatted_sink_backend<char, logging::sinks::synchronized_feeding> {
 public:
  void consume(const logging::record_view&, const std::string& line) { bench::deliver(line.data(), line.size()); }
};

using source = logging::sources::severity_logger_mt<logging::trivial::severity_level>;

source& logger() {
  static source made = [] {
    using sink = logging::sinks::synchronous_sink<memory>;
    const boost::shared_ptr<sink> front{new sink};
    front->set_formatter(expressions::stream
                         << "<132>"
                         << expressions::format_date_time<boost::posix_time::ptime>("TimeStamp", "%b %d %H:%M:%S")
                         << " router1 pppd[1234]: " << expressions::smessage);
    logging::core::get()->add_sink(front);
    logging::core::get()->add_global_attribute("TimeStamp", logging::attributes::local_clock{});
    return source{};
  }();
  return made;
}

void line() {
  static source& log = logger();
  BOOST_LOG_SEV(log, logging::trivial::warning) << "Connect: " << given.from << " <--> " << given.to << " unit "
                                                << given.unit << " rx " << given.received << " tx " << given.sent;
}

const bench::part boost_logs{
    [](bench::suite& all) { all.add("Boost.Log", kind::peer, line).check([] { return bench::not_the_line(line); }); }};

}  // namespace

// needs: boost/log/sinks/syslog_backend.hpp libboost-log-dev
// links: boost_log boost_thread boost_system
// Boost.Log's syslog backend, over UDP.
#define BOOST_LOG_DYN_LINK 1
#include <boost/log/core.hpp>
#include <boost/log/expressions.hpp>
#include <boost/log/sinks/sync_frontend.hpp>
#include <boost/log/sinks/syslog_backend.hpp>
#include <boost/log/sources/record_ostream.hpp>
#include <boost/log/sources/severity_logger.hpp>
#include <boost/log/trivial.hpp>

#include "udp.hpp"

namespace {

namespace logging = boost::log;
using source = logging::sources::severity_logger_mt<logging::trivial::severity_level>;

source made() {
  namespace syslog = logging::sinks::syslog;
  const auto backend = boost::make_shared<logging::sinks::syslog_backend>(
      logging::keywords::facility = syslog::local0, logging::keywords::use_impl = syslog::udp_socket_based,
      logging::keywords::ip_version = logging::sinks::v4);
  backend->set_target_address("127.0.0.1", bench::the_receiver().port());
  const auto front = boost::make_shared<logging::sinks::synchronous_sink<logging::sinks::syslog_backend>>(backend);
  front->set_formatter(logging::expressions::stream << "pppd[1234]: " << logging::expressions::smessage);
  logging::core::get()->add_sink(front);
  return {};
}

void once() {
  static source log = made();
  const bench::reference_arguments& a = bench::arguments;
  for (size_t number = 0; number < bench::datagrams; ++number)
    BOOST_LOG_SEV(log, logging::trivial::warning)
        << "Connect: " << a.from << " <--> " << a.to << " unit " << a.unit << " rx " << a.received << " tx " << a.sent;
}

const bench::part boost_logs{
    [](bench::suite& all) { bench::add_udp(all, "Boost.Log", bench::kind::peer, once, bench::reference_text); }};

}  // namespace

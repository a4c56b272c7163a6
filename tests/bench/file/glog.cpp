// needs: glog/logging.h libgoogle-glog-dev
// links: glog
// glog's file of all severities, with its own prefix, flushed after each line and not.
#include <glog/logging.h>

#include <filesystem>

#include "file.hpp"

namespace {

// glog has one file for the process, and names it itself.
std::string path;

void once() {
  const bench::reference_arguments& a = bench::arguments;
  for (size_t number = 0; number < bench::lines; ++number)
    LOG(INFO) << "Connect: " << a.from << " <--> " << a.to << " unit " << a.unit << " rx " << a.received << " tx "
              << a.sent;
}

const bench::part glogs{[](bench::suite& all) {
  const bench::place& where = bench::places().front();
  const std::string base = bench::path_in(where, "glog");
  google::InitGoogleLogging("bench");
  FLAGS_log_prefix = true;
  FLAGS_timestamp_in_logfile_name = false;
  FLAGS_logbuflevel = -1;
  google::SetLogDestination(google::INFO, base.c_str());
  google::SetLogSymlink(google::INFO, "");
  path = base;
  LOG(INFO) << "the first";
  bench::add_file(all, "glog", where, bench::kind::peer, path, once);
}};

}  // namespace

#include "support/network.hpp"

#include <unistd.h>

#include <sstream>
#include <stdexcept>

namespace support {

namespace {

void must(const command& what) {
  const result made = run(what);
  if (made.status == 0) return;
  std::string words;
  for (const std::string& word : what) words += word + " ";
  throw std::runtime_error{words + "failed: " + made.output};
}

}  // namespace

std::string network::missing() {
  if (!has_program("ip") || !has_program("nstat")) return "no ip and nstat (package iproute2)";
  if (geteuid() != 0) return "network namespaces need root";
  const std::string probe = "lineout-probe-" + std::to_string(getpid());
  if (const result made = run({"ip", "netns", "add", probe}); made.status != 0)
    return "no network namespaces here: " + made.output;
  run({"ip", "netns", "del", probe});
  return {};
}

network::network()
    : near_{"lineout-near-" + std::to_string(getpid())}, far_{"lineout-far-" + std::to_string(getpid())} {
  must({"ip", "netns", "add", near_});
  must({"ip", "netns", "add", far_});
  must({"ip", "link", "add", "near", "netns", near_, "address", near_mac, "type", "veth", "peer", "name", "far",
        "netns", far_, "address", far_mac});
  must({"ip", "-n", near_, "address", "add", std::string{near_address} + "/24", "dev", "near"});
  must({"ip", "-n", far_, "address", "add", std::string{far_address} + "/24", "dev", "far"});
  must({"ip", "-n", near_, "link", "set", "lo", "up"});
  must({"ip", "-n", far_, "link", "set", "lo", "up"});
  must({"ip", "-n", near_, "link", "set", "near", "up"});
  must({"ip", "-n", far_, "link", "set", "far", "up"});
}

network::~network() {
  run({"ip", "netns", "del", near_});
  run({"ip", "netns", "del", far_});
}

command network::in(const std::string& where, const command& what) {
  command result{"ip", "netns", "exec", where};
  result.insert(result.end(), what.begin(), what.end());
  return result;
}

long network::counter(const std::string& name) const {
  std::istringstream lines{run(in_far({"nstat", "-az", name})).output};
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words{line};
    std::string found;
    long value = 0;
    if (words >> found >> value && found == name) return value;
  }
  throw std::runtime_error{"the kernel has no counter " + name};
}

}  // namespace support

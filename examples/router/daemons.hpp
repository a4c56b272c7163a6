// Who speaks: an origin for each of this router's daemons, with a process id where the daemon writes one.
#pragma once

#include <lineout/lineout.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace router {

class daemons {
 public:
  explicit daemons(lineout::text hostname) : hostname_{hostname.data(), hostname.size()} {}

  // Valid as long as this object. An event without a tag is this program's own: a message must have a tag, or a
  // receiver would take its first word for one.
  const lineout::origin& of(const lineout::event_description& what) {
    const std::string tag{what.tag.data(), what.tag.size()};
    const uint32_t id = writes_process_id(tag) || what.id == lineout::text{"MOBILE_CHECK_NO_DEVICE"} ? id_of(tag) : 0;
    return all_.try_emplace({tag, id}, hostname_, tag.empty() ? "router" : tag, id).first->second.speaker;
  }

 private:
  struct daemon {
    daemon(const std::string& hostname, const std::string& tag, uint32_t id) : names{hostname, tag, id} {}
    daemon(const daemon&) = delete;
    lineout::origin_buffer names;
    lineout::origin speaker{names.origin()};
  };

  // Of the others the documents show none; of ppp-mobile-checker they show it in one message alone.
  static bool writes_process_id(std::string_view tag) {
    static constexpr std::string_view tags[] = {
        "ipsec_starter", "l2tpv3", "mobile-monitor", "mobile_activate",    "mobile_inactivate", "ntpd", "ntpdate",
        "pdnsd",         "pluto",  "pppd",           "ppp-mobile-connect", "syslog-ng"};
    return std::find(std::begin(tags), std::end(tags), tag) != std::end(tags);
  }
  // As if each had been started after the others.
  uint32_t id_of(const std::string& tag) {
    return ids_.try_emplace(tag, 311 + 17 * static_cast<uint32_t>(ids_.size())).first->second;
  }

  std::string hostname_;
  std::map<std::string, uint32_t> ids_;
  std::map<std::pair<std::string, uint32_t>, daemon> all_;
};

}  // namespace router

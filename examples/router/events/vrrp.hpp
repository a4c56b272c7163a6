// Events of VRRP: Keepalived.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<word<"version">> vrrp_start{"VRRP_START", severity::info, "Keepalived", "Starting {}",
                                                   "the redundancy service starts"};
inline constexpr event<unsigned> vrrp_child_start{"VRRP_CHILD_START", severity::info, "Keepalived",
                                                  "Starting VRRP child process, pid={}",
                                                  "the redundancy service starts its worker"};
inline constexpr event<> vrrp_linkwatch{"VRRP_LINKWATCH", severity::info, "Keepalived_vrrp",
                                        "Using LinkWatch kernel netlink reflector...",
                                        "links are watched through the kernel"};
inline constexpr event<> vrrp_reflector{"VRRP_REFLECTOR", severity::info, "Keepalived_vrrp",
                                        "Registering Kernel netlink reflector", "the kernel's reports are asked for"};
inline constexpr event<> vrrp_commands{"VRRP_COMMANDS", severity::info, "Keepalived_vrrp",
                                       "Registering Kernel netlink command channel",
                                       "the way to give the kernel commands is opened"};
inline constexpr event<> vrrp_arp{"VRRP_ARP", severity::info, "Keepalived_vrrp",
                                  "Registering gratutious ARP shared channel",
                                  "the way to announce addresses is opened"};
inline constexpr event<word<"instance">, word<"vrrp state">> vrrp_state{
    "VRRP_STATE", severity::info, "Keepalived_vrrp", "VRRP_Instance({}) Entering {} STATE",
    "this router becomes the active one, or stands by"};
inline constexpr event<word<"instance">> vrrp_higher_received{"VRRP_HIGHER_RECEIVED", severity::info, "Keepalived_vrrp",
                                                              "VRRP_Instance({}) Received higher prio advert",
                                                              "another router has precedence"};
inline constexpr event<word<"instance">> vrrp_higher_own{"VRRP_HIGHER_OWN", severity::info, "Keepalived_vrrp",
                                                         "VRRP_Instance({}) prio is higher than received advert",
                                                         "this router has precedence"};
inline constexpr event<word<"instance">> vrrp_to_master{"VRRP_TO_MASTER", severity::info, "Keepalived_vrrp",
                                                        "VRRP_Instance({}) Transition to MASTER STATE",
                                                        "this router is about to be the active one"};
inline constexpr event<interface_name, word<"link">> vrrp_interface{"VRRP_INTERFACE", severity::info, "Keepalived_vrrp",
                                                                    "Kernel is reporting: interface {} {}",
                                                                    "an interface came up or went down"};
inline constexpr event<> vrrp_terminating{"VRRP_TERMINATING", severity::info, "Keepalived", "Terminating on signal",
                                          "the redundancy service is told to end"};
inline constexpr event<word<"version">> vrrp_stop{"VRRP_STOP", severity::info, "Keepalived", "Stopping {}",
                                                  "the redundancy service has ended"};
inline constexpr event<> vrrp_child_terminating{"VRRP_CHILD_TERMINATING", severity::info, "Keepalived_vrrp",
                                                "Terminating VRRP child process on signal",
                                                "the redundancy service's worker is told to end"};
inline constexpr event<> vrrp_reloading{"VRRP_RELOADING", severity::info, "Keepalived_vrrp",
                                        "Reloading VRRP child process on signal",
                                        "the redundancy service reads its configuration again"};
inline constexpr event<unsigned> vrrp_interval_mismatch{
    "VRRP_INTERVAL_MISMATCH", severity::info, "Keepalived_vrrp", "advertissement interval mismatch mine= {}",
    "two routers announce themselves at different intervals; the document cuts the text"};
inline constexpr event<interface_name> vrrp_sync_needed{"VRRP_SYNC_NEEDED", severity::info, "Keepalived_vrrp",
                                                        "Sync instance needed on {}!!!",
                                                        "an interface's addresses have to move together with others"};
inline constexpr event<word<"instance">> vrrp_dropped{"VRRP_DROPPED", severity::info, "Keepalived_vrrp",
                                                      "VRRP_Instance({}) Dropping received VRRP packet...",
                                                      "a packet of another router was wrong"};
inline constexpr event<unsigned, unsigned> vrrp_priority{"VRRP_PRIORITY", severity::info, "Keepalived_vrrp",
                                                         "Group number {} change priority from {} to",
                                                         "a group's precedence changes; the document cuts the text"};

using vrrp_events = events<vrrp_start, vrrp_child_start, vrrp_linkwatch, vrrp_reflector, vrrp_commands, vrrp_arp,
                           vrrp_state, vrrp_higher_received, vrrp_higher_own, vrrp_to_master, vrrp_interface,
                           vrrp_terminating, vrrp_stop, vrrp_child_terminating, vrrp_reloading, vrrp_interval_mismatch,
                           vrrp_sync_needed, vrrp_dropped, vrrp_priority>;

}  // namespace router

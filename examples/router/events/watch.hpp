// Events of what watches the network and the time: netevent, ntpd.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<error_number> monlogd_rotate_error{"MONLOGD_ROTATE_ERROR", severity::info, "monlogd",
                                                          "rotate error, {:s}.", "a log could not be rotated"};
inline constexpr event<word<"version">> netevent_start{"NETEVENT_START", severity::info, "netevent",
                                                       "Starting Network Event Service (version {})",
                                                       "the watch over the network starts"};
inline constexpr event<unsigned> netevent_up_queued_delay{
    "NETEVENT_UP_QUEUED_DELAY", severity::info, "netevent", "track {} detect up(starting delay timer by queued event)",
    "a watched thing came up while another event was handled; it must stay so for a while"};
inline constexpr event<unsigned> netevent_up_queued{"NETEVENT_UP_QUEUED", severity::info, "netevent",
                                                    "track {} is executing down event, so up event queued",
                                                    "a watched thing came up while its going down was handled"};
inline constexpr event<unsigned> netevent_up{"NETEVENT_UP", severity::info, "netevent", "track {} detect up",
                                             "a watched thing came up"};
inline constexpr event<unsigned> netevent_up_delay{"NETEVENT_UP_DELAY", severity::info, "netevent",
                                                   "track {} detect up(starting delay timer)",
                                                   "a watched thing came up and must stay so for a while"};
inline constexpr event<unsigned> netevent_down_canceled{"NETEVENT_DOWN_CANCELED", severity::info, "netevent",
                                                        "track {} detect down(recovery delay canceled..)",
                                                        "a watched thing went down again before it was trusted"};
inline constexpr event<unsigned> netevent_down_queued{"NETEVENT_DOWN_QUEUED", severity::info, "netevent",
                                                      "track {} is executing up event, so down event queued",
                                                      "a watched thing went down while its coming up was handled"};
inline constexpr event<unsigned> netevent_down{"NETEVENT_DOWN", severity::info, "netevent", "track {} detect down",
                                               "a watched thing went down"};
inline constexpr event<unsigned> netevent_delay_fired{"NETEVENT_DELAY_FIRED", severity::info, "netevent",
                                                      "track {} delay timer fired",
                                                      "a watched thing has stayed up long enough"};
inline constexpr event<ipv4_address, duration> ntpdate_stepped{"NTPDATE_STEPPED", severity::notice, "ntpdate",
                                                               "step time server {} offset {:.6s} sec",
                                                               "the clock was set by a time server"};
inline constexpr event<word<"version">> ntpd_start{"NTPD_START", severity::notice, "ntpd", "ntpd {} start",
                                                   "the time service starts"};
inline constexpr event<unsigned> ntpd_precision{"NTPD_PRECISION", severity::info, "ntpd", "precision = {} usec",
                                                "how finely the clock counts"};
inline constexpr event<unsigned> ntpd_kernel_status{
    "NTPD_KERNEL_STATUS", severity::info, "ntpd", "kernel time sync status {:04}", "what the kernel says of its clock"};
inline constexpr event<> ntpd_exit{"NTPD_EXIT", severity::notice, "ntpd", "ntpd exiting on signal 15",
                                   "the time service is told to end"};
inline constexpr event<unsigned> ntpd_kernel_status_change{"NTPD_KERNEL_STATUS_CHANGE", severity::notice, "ntpd",
                                                           "kernel time sync status change {:04}",
                                                           "the kernel's clock is now kept differently"};
inline constexpr event<ipv4_address, unsigned> ntpd_synchronized{
    "NTPD_SYNCHRONIZED", severity::info, "ntpd", "synchronized to {}, stratum {}", "the clock follows this server"};
inline constexpr event<> ntpdate_no_suitable{"NTPDATE_NO_SUITABLE", severity::err, "ntpdate",
                                             "no server suitable for synchronization found",
                                             "no time server could be trusted"};
inline constexpr event<> ntpdate_no_servers{"NTPDATE_NO_SERVERS", severity::err, "ntpdate",
                                            "no servers can be used, exiting", "no time server could be reached"};

using watch_events =
    events<monlogd_rotate_error, netevent_start, netevent_up_queued_delay, netevent_up_queued, netevent_up,
           netevent_up_delay, netevent_down_canceled, netevent_down_queued, netevent_down, netevent_delay_fired,
           ntpdate_stepped, ntpd_start, ntpd_precision, ntpd_kernel_status, ntpd_exit, ntpd_kernel_status_change,
           ntpd_synchronized, ntpdate_no_suitable, ntpdate_no_servers>;

}  // namespace router

// Events of PPP: pppd.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<> pppd_plugin{"PPPD_PLUGIN", severity::info, "pppd",
                                     "Plugin /etc/ppp/plugins/rp-pppoe.so loaded.", "PPP over Ethernet is made ready"};
inline constexpr event<word<"version">, word<"version">> pppd_plugin_version{
    "PPPD_PLUGIN_VERSION", severity::info, "pppd", "RP-PPPoE plugin version {} compiled against pppd {}",
    "for which version PPP over Ethernet was made"};
inline constexpr event<word<"version">> pppd_start{"PPPD_START", severity::notice, "pppd", "pppd {} started",
                                                   "a PPP connection is begun"};
inline constexpr event<unsigned> pppd_session{"PPPD_SESSION", severity::info, "pppd", "PPP session is {}",
                                              "the number of a session with a provider"};
inline constexpr event<interface_name> pppd_interface{"PPPD_INTERFACE", severity::info, "pppd", "Using interface {}",
                                                      "which interface a connection has"};
inline constexpr event<interface_name, word<"device">> pppd_connect{
    "PPPD_CONNECT", severity::notice, "pppd", "Connect: {} <--> {}", "a connection is made over this device"};
inline constexpr event<> pppd_login_ok{"PPPD_LOGIN_OK", severity::info, "pppd", "Remote message: Login ok",
                                       "the provider accepts the user"};
inline constexpr event<word<"authentication">> pppd_authenticated{"PPPD_AUTHENTICATED", severity::notice, "pppd",
                                                            "{} authentication succeeded",
                                                            "the two sides have authenticated each other"};
inline constexpr event<mac_address> pppd_peer_authorized{"PPPD_PEER_AUTHORIZED", severity::notice, "pppd",
                                                         "peer from calling number {} authorized",
                                                         "this provider's access point may be used"};
inline constexpr event<ipv4_address> pppd_local_address{"PPPD_LOCAL_ADDRESS", severity::notice, "pppd",
                                                        "local IP address {}", "the address that the provider gave"};
inline constexpr event<ipv4_address> pppd_remote_address{"PPPD_REMOTE_ADDRESS", severity::notice, "pppd",
                                                         "remote IP address {}", "the provider's address"};
inline constexpr event<ipv4_address> pppd_remote_changed{"PPPD_REMOTE_CHANGED", severity::notice, "pppd",
                                                         "Remote IP address changed to {}",
                                                         "the provider's address is another now"};
inline constexpr event<ipv4_address> pppd_primary_dns{"PPPD_PRIMARY_DNS", severity::notice, "pppd",
                                                      "primary DNS address {}", "the provider's first name server"};
inline constexpr event<ipv4_address> pppd_secondary_dns{
    "PPPD_SECONDARY_DNS", severity::notice, "pppd", "secondary DNS address {}", "the provider's second name server"};
inline constexpr event<> pppd_pado_timeout{"PPPD_PADO_TIMEOUT", severity::warning, "pppd",
                                           "Timeout waiting for PADO packets", "no provider answers on this line"};
inline constexpr event<> pppd_no_discovery{"PPPD_NO_DISCOVERY", severity::err, "pppd",
                                           "Unable to complete PPPoE Discovery", "no provider has been found"};
inline constexpr event<> pppd_exit{"PPPD_EXIT", severity::info, "pppd", "Exit.", "a PPP connection is over"};
inline constexpr event<> pppd_login_incorrect{"PPPD_LOGIN_INCORRECT", severity::info, "pppd",
                                              "Remote message: Login incorrect", "the provider refuses the user"};
inline constexpr event<word<"authentication">> pppd_not_authenticated{
    "PPPD_NOT_AUTHENTICATED", severity::err, "pppd", "{} authentication failed", "the provider refuses the user"};
inline constexpr event<> pppd_terminated{"PPPD_TERMINATED", severity::notice, "pppd", "Connection terminated.",
                                         "a connection has ended"};
inline constexpr event<unsigned> pppd_no_echo{"PPPD_NO_ECHO", severity::info, "pppd", "No response to {} echo-requests",
                                              "the provider does not answer any more"};
inline constexpr event<> pppd_disconnected{"PPPD_DISCONNECTED", severity::notice, "pppd",
                                           "Serial link appears to be disconnected.", "the line seems to be cut"};
inline constexpr event<unsigned> pppd_connect_time{"PPPD_CONNECT_TIME", severity::info, "pppd",
                                                   "Connect time {} minutes.", "how long a connection lasted"};
inline constexpr event<unsigned, unsigned> pppd_traffic{
    "PPPD_TRAFFIC", severity::info, "pppd", "Sent {} bytes, received {} bytes.", "how much a connection carried"};
inline constexpr event<> pppd_killing{"PPPD_KILLING", severity::notice, "", "Killing pppd",
                                      "a PPP daemon that does not end is ended by force"};
inline constexpr event<> pppd_terminating{"PPPD_TERMINATING", severity::info, "pppd", "Terminating on signal 15",
                                          "a PPP daemon is told to end"};
inline constexpr event<> pppd_hangup{"PPPD_HANGUP", severity::info, "pppd", "Hangup (SIGHUP)", "the line was hung up"};
inline constexpr event<> pppd_mobile_checked{"PPPD_MOBILE_CHECKED", severity::info, "pppd", "Mobile checked.",
                                             "the mobile module is ready for a connection"};
inline constexpr event<> pppd_mobile_check_failed{"PPPD_MOBILE_CHECK_FAILED", severity::info, "pppd",
                                                  "Mobile check failed.",
                                                  "the mobile module is not ready for a connection"};
inline constexpr event<> pppd_link_start{"PPPD_LINK_START", severity::info, "pppd", "Starting link",
                                         "a connection is dialled on demand"};
inline constexpr event<> pppd_idle{"PPPD_IDLE", severity::info, "pppd",
                                   "Terminating connection due to lack of activity.",
                                   "a connection is ended because nobody uses it"};

using ppp_events =
    events<pppd_plugin, pppd_plugin_version, pppd_start, pppd_session, pppd_interface, pppd_connect, pppd_login_ok,
           pppd_authenticated, pppd_peer_authorized, pppd_local_address, pppd_remote_address, pppd_remote_changed,
           pppd_primary_dns, pppd_secondary_dns, pppd_pado_timeout, pppd_no_discovery, pppd_exit, pppd_login_incorrect,
           pppd_not_authenticated, pppd_terminated, pppd_no_echo, pppd_disconnected, pppd_connect_time, pppd_traffic,
           pppd_killing, pppd_terminating, pppd_hangup, pppd_mobile_checked, pppd_mobile_check_failed, pppd_link_start,
           pppd_idle>;

}  // namespace router

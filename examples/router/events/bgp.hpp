// Events of BGP: the neighbors and their sessions.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<> bgp_start{"BGP_START", severity::info, "", "BGPd starting: bgp@179", "the BGP daemon starts"};
inline constexpr event<error_number, error_number> bgp_bind_failed{
    "BGP_BIND_FAILED", severity::info, "BGP", "[NETWORK] Server Sock: bind() Failed for AF=2, Err: {:d} -{:s}",
    "the BGP port cannot be had: another program has it"};
inline constexpr event<ipv4_address, word<"state">, word<"state">> bgp_state_change{
    "BGP_STATE_CHANGE", severity::info, "BGP", "{} -Outgoing [FSM] State Change: {} ->{}",
    "a neighbor's state machine moves on"};
inline constexpr event<ipv4_address> bgp_connect_start{"BGP_CONNECT_START", severity::info, "BGP",
                                                       "{} -Outgoing [NETWORK] Connect Start",
                                                       "a connection to a neighbor is begun"};
inline constexpr event<ipv4_address, error_number, error_number> bgp_socket_status{
    "BGP_SOCKET_STATUS", severity::info, "BGP", "{} -Outgoing [NETWORK] Sock Status: {:d} -{:s}",
    "how a connection to a neighbor came out"};
inline constexpr event<ipv4_address, word<"cause">> bgp_neighbor_down{
    "BGP_NEIGHBOR_DOWN", severity::info, "BGP", "%BGP-5-ADJCHANGE: neighbor {} Down {}",
    "a neighbor is lost, and with it the routes learnt from it"};
inline constexpr event<ipv4_address> bgp_neighbor_up{"BGP_NEIGHBOR_UP", severity::info, "BGP",
                                                     "%BGP-5-ADJCHANGE: neighbor {} Up", "a neighbor is established"};
inline constexpr event<ipv4_address, unsigned, unsigned, word<"error">, word<"error detail">, unsigned>
    bgp_notification_sent{"BGP_NOTIFICATION_SENT", severity::info, "BGP",
                          "%BGP-3-NOTIFICATION: sending to {} {}/{} ({}/{}) {} data-bytes",
                          "a session is ended by this side, and why"};
inline constexpr event<error_number, error_number> bgp_peer_name_failed{
    "BGP_PEER_NAME_FAILED", severity::info, "BGP", "[SOCK CB] sock_getpeer() failed ({:d}: {:s}),",
    "an accepted connection was gone before it could be looked at"};
inline constexpr event<ipv4_address> bgp_accepted{"BGP_ACCEPTED", severity::info, "BGP",
                                                  "[NETWORK] Accept Thread: Incoming conn from host {}",
                                                  "a host connects to the BGP port"};
inline constexpr event<ipv4_address> bgp_incoming_accepted{"BGP_INCOMING_ACCEPTED", severity::info, "BGP",
                                                           "{} -Outgoing [FSM] InConnReq:Accepting...",
                                                           "a neighbor's own connection is taken in place of ours"};
inline constexpr event<ipv4_address> bgp_incoming_ignored{"BGP_INCOMING_IGNORED", severity::info, "BGP",
                                                          "{} -Outgoing [FSM] InConnReq:Ignoring...",
                                                          "a neighbor's own connection is refused in favour of ours"};
inline constexpr event<ipv4_address> bgp_reset_peer{
    "BGP_RESET_PEER", severity::info, "BGP", "ManualReset to {} Peer Clear", "an administrator resets a session"};
inline constexpr event<ipv4_address> bgp_reset_soft_out{"BGP_RESET_SOFT_OUT", severity::info, "BGP",
                                                        "ManualReset to {} Clear Soft Out",
                                                        "an administrator has the routes announced again"};
inline constexpr event<ipv4_address> bgp_reset_soft_in{"BGP_RESET_SOFT_IN", severity::info, "BGP",
                                                       "ManualReset to {} Clear Soft In",
                                                       "an administrator has the routes asked for again"};

using bgp_events =
    events<bgp_start, bgp_bind_failed, bgp_state_change, bgp_connect_start, bgp_socket_status, bgp_neighbor_down,
           bgp_neighbor_up, bgp_notification_sent, bgp_peer_name_failed, bgp_accepted, bgp_incoming_accepted,
           bgp_incoming_ignored, bgp_reset_peer, bgp_reset_soft_out, bgp_reset_soft_in>;

}  // namespace router

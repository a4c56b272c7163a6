// Events of L2TPv3.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<word<"version">> l2tp_start{
    "L2TP_START", severity::info, "l2tpv3", "Starting L2TPv3 Service(version {}) for NXR", "the L2TPv3 service starts"};
inline constexpr event<> l2tp_stopped{"L2TP_STOPPED", severity::info, "l2tpv3",
                                      "L2TPv3 Service Stopped by system administrator",
                                      "an administrator has ended the L2TPv3 service"};
inline constexpr event<> l2tp_cisco{"L2TP_CISCO", severity::notice, "l2tpv3", "Entering CISCO Interoperability Mode",
                                    "the service does as Cisco's do"};
inline constexpr event<> l2tp_century{"L2TP_CENTURY", severity::info, "l2tpv3",
                                      "Entering CENTURY Interoperability Mode", "the service does as Century's do"};
inline constexpr event<> l2tp_already_started{"L2TP_ALREADY_STARTED", severity::info, "l2tpv3",
                                              "negotiation already started by User",
                                              "a tunnel that is to be begun is being negotiated"};
inline constexpr event<duration> l2tp_retry{"L2TP_RETRY", severity::info, "l2tpv3",
                                            "rescheduled l2tpv3 negotiation after {:s} sec",
                                            "a tunnel is tried again in a while"};
inline constexpr event<> l2tp_tie{"L2TP_TIE", severity::info, "l2tpv3",
                                  "rescheduled l2tpv3 negotiation after 500msec(Tie Draw)",
                                  "both sides began at once, and this one waits"};
inline constexpr event<ipv4_address, interface_name> l2tp_auto_start{"L2TP_AUTO_START", severity::info, "l2tpv3",
                                                                     "tunnel-setup auto start Remote-ID {} ({} up)",
                                                                     "a tunnel begins because its interface came up"};
inline constexpr event<ipv4_address, interface_name> l2tp_auto_stop{"L2TP_AUTO_STOP", severity::info, "l2tpv3",
                                                                    "tunnel-setup auto stop Remote-ID {} ({} down)",
                                                                    "a tunnel ends because its interface went down"};
inline constexpr event<unsigned, unsigned> l2tp_unknown_vendor_avp{
    "L2TP_UNKNOWN_VENDOR_AVP", severity::err, "l2tpv3", "Error: Unknown mandatory AVP (vendor {}, type {})",
    "the other side demands something of a vendor's that is not known"};
inline constexpr event<unsigned> l2tp_unknown_avp{"L2TP_UNKNOWN_AVP", severity::err, "l2tpv3",
                                                  "Error: Unknown mandatory AVP of type {}",
                                                  "the other side demands something that is not known"};
inline constexpr event<unsigned> l2tp_unknown_session{"L2TP_UNKNOWN_SESSION", severity::err, "l2tpv3",
                                                      "Error: Unknown session {}", "a message belongs to no session"};
inline constexpr event<unsigned, unsigned> l2tp_length_too_large{
    "L2TP_LENGTH_TOO_LARGE", severity::err, "l2tpv3",
    "Error: Invalid length field {} greater than received datagram size {}",
    "a message says that it is longer than it is"};
inline constexpr event<> l2tp_no_l_bit{"L2TP_NO_L_BIT", severity::err, "l2tpv3",
                                       "Error: Invalid control message: L bit not set",
                                       "a control message does not say how long it is"};
inline constexpr event<> l2tp_no_s_bit{"L2TP_NO_S_BIT", severity::err, "l2tpv3",
                                       "Error: Invalid control message: S bit not set",
                                       "a control message is not numbered"};
inline constexpr event<> l2tp_no_message_type{"L2TP_NO_MESSAGE_TYPE", severity::err, "l2tpv3",
                                              "Error: Invalid control message: First AVP must be message type",
                                              "a control message does not begin with its type"};
inline constexpr event<unsigned> l2tp_type_length{"L2TP_TYPE_LENGTH", severity::err, "l2tpv3",
                                                  "Error: Invalid length {} for message-type AVP",
                                                  "a control message's type has a wrong length"};
inline constexpr event<> l2tp_type_not_mandatory{"L2TP_TYPE_NOT_MANDATORY", severity::err, "l2tpv3",
                                                 "Error: Invalid control message: M bit not set on message-type AVP",
                                                 "a control message's type is not marked as mandatory"};
inline constexpr event<> l2tp_type_hidden{"L2TP_TYPE_HIDDEN", severity::err, "l2tpv3",
                                          "Error: Invalid control message: H bit set on message-type AVP",
                                          "a control message's type is hidden"};
inline constexpr event<unsigned> l2tp_avp_short{"L2TP_AVP_SHORT", severity::err, "l2tpv3",
                                                "Error: Received AVP of length {} (too short)",
                                                "a value is too short to be one"};
inline constexpr event<> l2tp_random_hidden{"L2TP_RANDOM_HIDDEN", severity::err, "l2tpv3",
                                            "Error: Invalid random vector AVP has H bit set",
                                            "a random vector is hidden"};
inline constexpr event<unsigned> l2tp_hidden_short{"L2TP_HIDDEN_SHORT", severity::err, "l2tpv3",
                                                   "Error: Received hidden AVP of length {} (too short)",
                                                   "a hidden value is too short to be one"};
inline constexpr event<> l2tp_no_peer{"L2TP_NO_PEER", severity::err, "l2tpv3", "Error: No peer",
                                      "nobody is configured at the other side"};
inline constexpr event<> l2tp_no_secret{"L2TP_NO_SECRET", severity::err, "l2tpv3",
                                        "Error: No shared secret to unhide AVP",
                                        "a hidden value cannot be read without a secret"};
inline constexpr event<word<"avp">> l2tp_cannot_hide{"L2TP_CANNOT_HIDE", severity::err, "l2tpv3",
                                                     "Error: AVP of type {} cannot be hidden, but H bit set",
                                                     "a value is hidden that must not be"};
inline constexpr event<> l2tp_mac_table_full{"L2TP_MAC_TABLE_FULL", severity::err, "l2tpv3",
                                             "Error: cant entry mac address(reached MAX MAC Address number)",
                                             "the table of MAC addresses is full"};
inline constexpr event<> l2tp_icrp_no_session{"L2TP_ICRP_NO_SESSION", severity::err, "l2tpv3",
                                              "Error: No assigned session-ID in ICRP",
                                              "a reply to a call names no session"};
inline constexpr event<> l2tp_icrp_bad_session{"L2TP_ICRP_BAD_SESSION", severity::err, "l2tpv3",
                                               "Error: Invalid assigned session-ID in ICRP",
                                               "a reply to a call names an impossible session"};
inline constexpr event<> l2tp_icrq_no_session{"L2TP_ICRQ_NO_SESSION", severity::err, "l2tpv3",
                                              "Error: No assigned session ID AVP in ICRQ", "a call names no session"};
inline constexpr event<> l2tp_icrq_no_remote_end{"L2TP_ICRQ_NO_REMOTE_END", severity::err, "l2tpv3",
                                                 "Error: Not found Remote-END ID AVP in ICRQ",
                                                 "a call does not say for what it is"};
inline constexpr event<> l2tp_icrq_no_pseudowire{"L2TP_ICRQ_NO_PSEUDOWIRE", severity::err, "l2tpv3",
                                                 "Error: Not found PSEUDOWIRE TYPE AVP in ICRQ",
                                                 "a call does not say what it carries"};
inline constexpr event<> l2tp_icrq_no_serial{"L2TP_ICRQ_NO_SERIAL", severity::err, "l2tpv3",
                                             "Error: Not found Call Serial Number AVP in ICRQ", "a call has no number"};
inline constexpr event<> l2tp_tunnel_zero{"L2TP_TUNNEL_ZERO", severity::err, "l2tpv3",
                                          "Error: Invalid control message - tunnel ID = 0",
                                          "a control message belongs to tunnel 0"};
inline constexpr event<unsigned> l2tp_tunnel_unknown{"L2TP_TUNNEL_UNKNOWN", severity::err, "l2tpv3",
                                                     "Error: Invalid control message - unknown tunnel ID {}",
                                                     "a control message belongs to no tunnel"};
inline constexpr event<unsigned, unsigned> l2tp_wrong_peer{
    "L2TP_WRONG_PEER", severity::err, "l2tpv3", "Error: Invalid control message for tunnel {}/{} - not sent from peer",
    "a control message comes from somebody else than the tunnel's peer"};
inline constexpr event<unsigned, unsigned> l2tp_wrong_protocol{
    "L2TP_WRONG_PROTOCOL", severity::err, "l2tpv3",
    "Error: invalid control message for tunnel {}/{} - not same protocol number",
    "a control message comes by another protocol than the tunnel's"};
inline constexpr event<word<"avp message">> l2tp_no_router_id{
    "L2TP_NO_ROUTER_ID", severity::err, "l2tpv3", "Error: No Router ID AVP in {}, so peer address is used as Router_ID",
    "the other side has no router id, and its address is used"};
inline constexpr event<> l2tp_sccrq_no_router_id{"L2TP_SCCRQ_NO_ROUTER_ID", severity::err, "l2tpv3",
                                                 "Error: cant find Router ID AVP in SCCRQ",
                                                 "a connection's first message has no router id"};
inline constexpr event<word<"tunnel">> l2tp_retransmissions{"L2TP_RETRANSMISSIONS", severity::err, "l2tpv3",
                                                            "Error: Too many retransmissions on tunnel {};",
                                                            "the other side has not answered for too long"};
inline constexpr event<> l2tp_sccrq_no_tunnel{"L2TP_SCCRQ_NO_TUNNEL", severity::err, "l2tpv3",
                                              "Error: No assigned tunnel ID AVP in SCCRQ",
                                              "a connection's first message names no tunnel"};
inline constexpr event<> l2tp_tunnel_id_zero{"L2TP_TUNNEL_ID_ZERO", severity::err, "l2tpv3",
                                             "Error: Invalid assigned-tunnel-ID of zero",
                                             "the other side names tunnel 0"};
inline constexpr event<> l2tp_authentication{"L2TP_AUTHENTICATION", severity::err, "l2tpv3",
                                             "Error: Peer Authentication fail for create a tunnel",
                                             "the other side does not know the secret"};
inline constexpr event<> l2tp_asymmetric{"L2TP_ASYMMETRIC", severity::err, "l2tpv3",
                                         "Error: Asymmetric payload types are not supported",
                                         "the two sides carry different things"};
inline constexpr event<> l2tp_mtu_mismatch{
    "L2TP_MTU_MISMATCH", severity::err, "l2tpv3",
    "Error: L2 Circuit MTU mismatch -- should be same MTU. You may have serious connection problems.",
    "the two sides' packets differ in their greatest size"};
inline constexpr event<> l2tp_state{"L2TP_STATE", severity::err, "l2tpv3",
                                    "Error: Invalid tunnel state(unexpecting SCCRQ)",
                                    "a connection's first message came in the middle of one"};
inline constexpr event<unsigned> l2tp_digest{"L2TP_DIGEST", severity::err, "l2tpv3",
                                             "Error: invalid Message Digest AVP ({})",
                                             "a message was changed on its way, or the secret differs"};
inline constexpr event<interface_name, unsigned> l2tp_mtu{
    "L2TP_MTU", severity::warning, "l2tpv3",
    "Interface {} has MTU of {} -- should be 1500. You may have serious connection problems.",
    "an interface's packets are smaller or larger than they should be"};

using l2tp_events =
    events<l2tp_start, l2tp_stopped, l2tp_cisco, l2tp_century, l2tp_already_started, l2tp_retry, l2tp_tie,
           l2tp_auto_start, l2tp_auto_stop, l2tp_unknown_vendor_avp, l2tp_unknown_avp, l2tp_unknown_session,
           l2tp_length_too_large, l2tp_no_l_bit, l2tp_no_s_bit, l2tp_no_message_type, l2tp_type_length,
           l2tp_type_not_mandatory, l2tp_type_hidden, l2tp_avp_short, l2tp_random_hidden, l2tp_hidden_short,
           l2tp_no_peer, l2tp_no_secret, l2tp_cannot_hide, l2tp_mac_table_full, l2tp_icrp_no_session,
           l2tp_icrp_bad_session, l2tp_icrq_no_session, l2tp_icrq_no_remote_end, l2tp_icrq_no_pseudowire,
           l2tp_icrq_no_serial, l2tp_tunnel_zero, l2tp_tunnel_unknown, l2tp_wrong_peer, l2tp_wrong_protocol,
           l2tp_no_router_id, l2tp_sccrq_no_router_id, l2tp_retransmissions, l2tp_sccrq_no_tunnel, l2tp_tunnel_id_zero,
           l2tp_authentication, l2tp_asymmetric, l2tp_mtu_mismatch, l2tp_state, l2tp_digest, l2tp_mtu>;

}  // namespace router

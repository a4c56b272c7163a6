// Events of IKEv1: pluto, and what starts it.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<> ipsec_start{"IPSEC_START", severity::warning, "ipsec_starter", "Starting IPsec [starter]...",
                                     "the IPsec service starts"};
inline constexpr event<> ipsec_stopped{"IPSEC_STOPPED", severity::warning, "ipsec_starter", "ipsec starter stopped",
                                       "the IPsec service has ended"};
inline constexpr event<> pluto_start{"PLUTO_START", severity::warning, "pluto", "Starting IKEv1 pluto daemon",
                                     "the IKEv1 daemon starts"};
inline constexpr event<> pluto_stop{"PLUTO_STOP", severity::warning, "pluto", "shutting down", "the IKEv1 daemon ends"};
inline constexpr event<unsigned> pluto_added{"PLUTO_ADDED", severity::warning, "pluto",
                                             "added connection description \"tunnel{}\"",
                                             "a tunnel's configuration has been read"};
inline constexpr event<unsigned> pluto_deleting{"PLUTO_DELETING", severity::warning, "pluto",
                                                "\"tunnel{}\": deleting connection",
                                                "a tunnel's configuration is taken away"};
inline constexpr event<unsigned, unsigned, word<"ike mode">> pluto_initiating{
    "PLUTO_INITIATING", severity::warning, "pluto", "\"tunnel{}\" #{}: initiating {} Mode", "a key exchange is begun"};
inline constexpr event<unsigned, unsigned, unsigned> pluto_initiating_quick{
    "PLUTO_INITIATING_QUICK", severity::warning, "pluto",
    "\"tunnel{}\" #{}: initiating Quick Mode PSK+ENCRYPT+TUNNEL+PFS+UP {{using isakmp#{}}}",
    "keys for a tunnel's packets are negotiated"};
inline constexpr event<unsigned, unsigned, word<"ike mode">> pluto_responding{
    "PLUTO_RESPONDING", severity::warning, "pluto", "\"tunnel{}\" #{}: responding to {} Mode",
    "the other side begins a key exchange"};
inline constexpr event<unsigned, unsigned> pluto_isakmp_established{"PLUTO_ISAKMP_ESTABLISHED", severity::warning,
                                                                    "pluto", "\"tunnel{}\" #{}: ISAKMP SA established",
                                                                    "the two sides have authenticated each other"};
inline constexpr event<unsigned, unsigned, spi, spi> pluto_ipsec_established{
    "PLUTO_IPSEC_ESTABLISHED", severity::warning, "pluto",
    "\"tunnel{}\" #{}: IPsec SA established {{ESP=>0x{} <0x{} DPD}}", "a tunnel is up"};
inline constexpr event<unsigned, unsigned> pluto_xauth_request_read{"PLUTO_XAUTH_REQUEST_READ", severity::warning,
                                                                    "pluto", "\"tunnel{}\" #{}: parsing XAUTH request",
                                                                    "the other side asks for a user and a password"};
inline constexpr event<unsigned, unsigned> pluto_xauth_reply_sent{"PLUTO_XAUTH_REPLY_SENT", severity::warning, "pluto",
                                                                  "\"tunnel{}\" #{}: sending XAUTH reply",
                                                                  "user and password are sent"};
inline constexpr event<unsigned, unsigned> pluto_xauth_status_read{"PLUTO_XAUTH_STATUS_READ", severity::warning,
                                                                   "pluto", "\"tunnel{}\" #{}: parsing XAUTH status",
                                                                   "the other side says whether they were right"};
inline constexpr event<unsigned, unsigned> pluto_xauth_outcome{
    "PLUTO_XAUTH_OUTCOME", severity::warning, "pluto", "\"tunnel{}\" #{}: extended authentication was",
    "how the user's authentication ended; the document cuts the text"};
inline constexpr event<unsigned, unsigned> pluto_xauth_ack_sent{"PLUTO_XAUTH_ACK_SENT", severity::warning, "pluto",
                                                                "\"tunnel{}\" #{}: sending XAUTH ack",
                                                                "the user's authentication is confirmed"};
inline constexpr event<unsigned, unsigned> pluto_xauth_ack_sent_done{
    "PLUTO_XAUTH_ACK_SENT_DONE", severity::warning, "pluto", "\"tunnel{}\" #{}: sent XAUTH ack, established",
    "the user's authentication is confirmed and complete"};
inline constexpr event<unsigned, unsigned> pluto_xauth_request_sent{"PLUTO_XAUTH_REQUEST_SENT", severity::warning,
                                                                    "pluto", "\"tunnel{}\" #{}: sending XAUTH request",
                                                                    "a user and a password are asked for"};
inline constexpr event<unsigned, unsigned> pluto_xauth_reply_read{"PLUTO_XAUTH_REPLY_READ", severity::warning, "pluto",
                                                                  "\"tunnel{}\" #{}: parsing XAUTH reply",
                                                                  "user and password have come"};
inline constexpr event<unsigned, unsigned> pluto_xauth_status_sent{
    "PLUTO_XAUTH_STATUS_SENT", severity::warning, "pluto",
    "\"tunnel{}\" #{}: sending XAUTH status:", "the other side is told whether they were right"};
inline constexpr event<unsigned, unsigned> pluto_xauth_ack_read{"PLUTO_XAUTH_ACK_READ", severity::warning, "pluto",
                                                                "\"tunnel{}\" #{}: parsing XAUTH ack",
                                                                "the other side confirms"};
inline constexpr event<unsigned, unsigned> pluto_xauth_ack_received{
    "PLUTO_XAUTH_ACK_RECEIVED", severity::warning, "pluto", "\"tunnel{}\" #{}: received XAUTH ack, established",
    "the user's authentication is complete"};
inline constexpr event<unsigned, unsigned> pluto_nat_peer{
    "PLUTO_NAT_PEER", severity::warning, "pluto",
    "\"tunnel{}\" #{}: NAT-Traversal: Result using RFC 3947: peer is NATed", "the other side is behind a NAT"};
inline constexpr event<unsigned, unsigned> pluto_nat_self{
    "PLUTO_NAT_SELF", severity::warning, "pluto", "\"tunnel{}\" #{}: NAT-Traversal: Result using RFC 3947: i am NATed",
    "this side is behind a NAT"};
inline constexpr event<unsigned, unsigned> pluto_nat_none{
    "PLUTO_NAT_NONE", severity::warning, "pluto",
    "\"tunnel{}\" #{}: NAT-Traversal: Result using RFC 3947: no NAT detected", "there is no NAT between the two sides"};
inline constexpr event<> pluto_backup_start{"PLUTO_BACKUP_START", severity::warning, "pluto", "initiate backup policy",
                                            "the policy for the backup tunnel takes over"};
inline constexpr event<unsigned, unsigned, unsigned> pluto_backup_end{
    "PLUTO_BACKUP_END", severity::warning, "pluto", "\"tunnel{}\" #{}: terminate backup connection tunnel{}",
    "the main tunnel is back and the backup ends"};
inline constexpr event<unsigned, unsigned, word<"identity">> pluto_no_connection{
    "PLUTO_NO_CONNECTION", severity::warning, "pluto", "\"tunnel{}\" #{}: no suitable connection for peer '{}'",
    "no tunnel is configured for who is calling"};
inline constexpr event<ipv4_address, ipv4_address> pluto_no_aggressive{
    "PLUTO_NO_AGGRESSIVE", severity::warning, "pluto",
    "packet from {}:500: initial Aggressive Mode message received on {}:500 but no connection has been authorized with "
    "policy=XAUTHPSK+XAUTHSERVER",
    "aggressive mode is asked for by somebody for whom it is not configured"};
inline constexpr event<unsigned, unsigned, ipv4_address, word<"identity">> pluto_no_shared_key{
    "PLUTO_NO_SHARED_KEY", severity::warning, "pluto",
    "\"tunnel{}\" #{}: Can't authenticate: no preshared key found for '{}' and '{}'. Attribute",
    "there is no key for these two sides"};
inline constexpr event<unsigned, unsigned, ipv4_address> pluto_invalid_id_sent{
    "PLUTO_INVALID_ID_SENT", severity::warning, "pluto",
    "\"tunnel{}\" #{}: sending encrypted notification INVALID_ID_INFORMATION to {}:500",
    "the networks that the other side named are not those configured here"};
inline constexpr event<unsigned, unsigned, word<"date">, word<"date">> pluto_certificate_invalid{
    "PLUTO_CERTIFICATE_INVALID", severity::warning, "pluto",
    "\"tunnel{}\" #{}: certificate is invalid (valid from {} to {})",
    "a certificate is not valid yet, or not any more"};
inline constexpr event<unsigned, unsigned, word<"user">> pluto_xauth_wrong{
    "PLUTO_XAUTH_WRONG", severity::warning, "pluto", "\"tunnel{}\" #{}: xauth user '{}' sent wrong",
    "a user's password was wrong; the document cuts the text"};
inline constexpr event<unsigned, unsigned> pluto_xauth_failed{"PLUTO_XAUTH_FAILED", severity::warning, "pluto",
                                                              "\"tunnel{}\" #{}: extended authentication failed",
                                                              "a user's authentication failed"};
inline constexpr event<unsigned, unsigned> pluto_xauth_ack_error{"PLUTO_XAUTH_ACK_ERROR", severity::warning, "pluto",
                                                                 "\"tunnel{}\" #{}: error in XAUTH ack: delete state",
                                                                 "the other side's confirmation was wrong"};
inline constexpr event<unsigned, unsigned> pluto_transform_refused{
    "PLUTO_TRANSFORM_REFUSED", severity::warning, "pluto",
    "\"tunnel{}\" #{}: Oakley Transform [DES_CBC (64), HMAC_SHA1, MODP_1536] refused due to insecure key_len and enc. "
    "alg. not listed in \"ike\" string",
    "the other side proposes a cipher that is not allowed here"};
inline constexpr event<unsigned, unsigned> pluto_no_transform{"PLUTO_NO_TRANSFORM", severity::warning, "pluto",
                                                              "\"tunnel{}\" #{}: no acceptable Oakley Transform",
                                                              "none of the other side's ciphers is allowed here"};
inline constexpr event<unsigned, unsigned, ipv4_address> pluto_no_proposal_sent{
    "PLUTO_NO_PROPOSAL_SENT", severity::warning, "pluto",
    "\"tunnel{}\" #{}: sending notification NO_PROPOSAL_CHOSEN to {}:500",
    "the other side is told that none of its ciphers will do"};
inline constexpr event<unsigned, unsigned, ipv4_prefix, ipv4_address, word<"identity">, ipv4_address, word<"identity">,
                       ipv4_prefix>
    pluto_unknown_networks{"PLUTO_UNKNOWN_NETWORKS", severity::warning, "pluto",
                           "\"tunnel{}\" #{}: cannot respond to IPsec SA request because no connection is known for {} "
                           "==={}[{}]...{}[{}]==={}",
                           "the other side wants a tunnel between networks that are not configured"};
inline constexpr event<unsigned, unsigned, spi> pluto_duplicate_message{
    "PLUTO_DUPLICATE_MESSAGE", severity::warning, "pluto",
    "\"tunnel{}\" #{}: Quick Mode I1 message is unacceptable because it uses a previously used Message ID 0x{} "
    "(perhaps this is a duplicated packet)",
    "a message has come that was already used"};
inline constexpr event<unsigned, unsigned, interface_name, ipv4_address, ipv4_address> pluto_network_error{
    "PLUTO_NETWORK_ERROR", severity::err, "pluto",
    "\"tunnel{}\" #{}: ERROR: asynchronous networkerror report on {} for message to {} port 500, complainant {}: "
    "Connection refused [errno 111, origin ICMP type 3 code 3 (not authenticated)]",
    "packets to the other side come back with an error"};
inline constexpr event<unsigned, unsigned> pluto_not_initiated{
    "PLUTO_NOT_INITIATED", severity::warning, "pluto", "\"tunnel{}\" : do not initiate tunnel{}: because",
    "a tunnel waits for something else; the document cuts the text"};
inline constexpr event<unsigned, unsigned> pluto_dpd{
    "PLUTO_DPD", severity::warning, "pluto",
    "\"tunnel{}\" #{}: Dead Peer Detection (RFC 3706):", "dead peer detection, of which the document cuts the text"};
inline constexpr event<unsigned, unsigned> pluto_dpd_not_enabled{
    "PLUTO_DPD_NOT_ENABLED", severity::warning, "pluto",
    "\"tunnel{}\" #{}: Dead Peer Detection (RFC 3706): not enabled because peer did not advertise it",
    "the other side does not know dead peer detection"};
inline constexpr event<unsigned, unsigned> pluto_dpd_dead{
    "PLUTO_DPD_DEAD", severity::warning, "pluto", "\"tunnel{}\" #{}: DPD: No response from peer - declaring peer dead",
    "the other side is taken for dead"};
inline constexpr event<unsigned, unsigned> pluto_dpd_clearing{"PLUTO_DPD_CLEARING", severity::warning, "pluto",
                                                              "\"tunnel{}\" #{}: DPD: Clearing Connection",
                                                              "the tunnel of a dead peer is taken down"};
inline constexpr event<unsigned, unsigned> pluto_dpd_trap{"PLUTO_DPD_TRAP", severity::warning, "pluto",
                                                          "\"tunnel{}\" #{}: Putting connection into %trap",
                                                          "a tunnel waits for packets that want it"};
inline constexpr event<unsigned, unsigned> pluto_dpd_restarting{"PLUTO_DPD_RESTARTING", severity::warning, "pluto",
                                                                "\"tunnel{}\" #{}: DPD: Restarting Connection",
                                                                "a tunnel is begun again"};
inline constexpr event<unsigned, unsigned, unsigned> pluto_isakmp_delete_sent{
    "PLUTO_ISAKMP_DELETE_SENT", severity::warning, "pluto", "\"tunnel{}\" #{}: send Delete SA payload: ISAKMP SA #{}",
    "the other side is told that a key exchange is over"};
inline constexpr event<unsigned, unsigned, spi> pluto_esp_delete_sent{
    "PLUTO_ESP_DELETE_SENT", severity::warning, "pluto", "\"tunnel{}\" #{}: send Delete SA payload: ESP SA(0x{})",
    "the other side is told that a tunnel's keys are void"};
inline constexpr event<unsigned, unsigned, unsigned> pluto_isakmp_delete_read{
    "PLUTO_ISAKMP_DELETE_READ", severity::warning, "pluto",
    "\"tunnel{}\" #{}: received Delete SA payload: deleting ISAKMP State #{}", "the other side ends a key exchange"};
inline constexpr event<unsigned> pluto_reinitiate{"PLUTO_REINITIATE", severity::warning, "pluto",
                                                  "\"tunnel{}\": re-initiate because newest ISAKMP SA deleted",
                                                  "the newest key exchange is gone and another is begun"};
inline constexpr event<unsigned, unsigned, unsigned> pluto_ipsec_delete_read{
    "PLUTO_IPSEC_DELETE_READ", severity::warning, "pluto",
    "\"tunnel{}\" #{}: received Delete SA payload: replace IPSEC State #{} in 5 seconds",
    "the other side ends a tunnel, which will be replaced"};
inline constexpr event<ipv4_address> pluto_unknown_sa{
    "PLUTO_UNKNOWN_SA", severity::warning, "pluto",
    "packet from {}:500: Informational Exchange is for an unknown (expired?) SA",
    "a packet belongs to a key exchange that is not known any more"};
inline constexpr event<unsigned, unsigned> pluto_payload_ignored{
    "PLUTO_PAYLOAD_IGNORED", severity::warning, "pluto",
    "\"tunnel{}\" #{}: ignoring informational payload, type NO_PROPOSAL_CHOSEN",
    "the other side says that none of our ciphers will do"};
inline constexpr event<unsigned, unsigned, unsigned> pluto_not_replaced{
    "PLUTO_NOT_REPLACED", severity::warning, "pluto",
    "\"tunnel{}\" #{}: do not replace tunnel{}: because responder only", "a tunnel is not begun from this side"};
inline constexpr event<unsigned, unsigned> pluto_isakmp_expired{"PLUTO_ISAKMP_EXPIRED", severity::warning, "pluto",
                                                                "\"tunnel{}\" #{}: ISAKMP SA expired (LATEST!)",
                                                                "a key exchange has reached its age"};
inline constexpr event<unsigned, unsigned> pluto_ipsec_expired{"PLUTO_IPSEC_EXPIRED", severity::warning, "pluto",
                                                               "\"tunnel{}\" #{}: IPsec SA expired (LATEST!)",
                                                               "a tunnel's keys have reached their age"};
inline constexpr event<duration> pluto_time_backwards{"PLUTO_TIME_BACKWARDS", severity::warning, "pluto",
                                                      "time moved backwards {:s} seconds", "the clock was set back"};

using ikev1_events =
    events<ipsec_start, ipsec_stopped, pluto_start, pluto_stop, pluto_added, pluto_deleting, pluto_initiating,
           pluto_initiating_quick, pluto_responding, pluto_isakmp_established, pluto_ipsec_established,
           pluto_xauth_request_read, pluto_xauth_reply_sent, pluto_xauth_status_read, pluto_xauth_outcome,
           pluto_xauth_ack_sent, pluto_xauth_ack_sent_done, pluto_xauth_request_sent, pluto_xauth_reply_read,
           pluto_xauth_status_sent, pluto_xauth_ack_read, pluto_xauth_ack_received, pluto_nat_peer, pluto_nat_self,
           pluto_nat_none, pluto_backup_start, pluto_backup_end, pluto_no_connection, pluto_no_aggressive,
           pluto_no_shared_key, pluto_invalid_id_sent, pluto_certificate_invalid, pluto_xauth_wrong, pluto_xauth_failed,
           pluto_xauth_ack_error, pluto_transform_refused, pluto_no_transform, pluto_no_proposal_sent,
           pluto_unknown_networks, pluto_duplicate_message, pluto_network_error, pluto_not_initiated, pluto_dpd,
           pluto_dpd_not_enabled, pluto_dpd_dead, pluto_dpd_clearing, pluto_dpd_trap, pluto_dpd_restarting,
           pluto_isakmp_delete_sent, pluto_esp_delete_sent, pluto_isakmp_delete_read, pluto_reinitiate,
           pluto_ipsec_delete_read, pluto_unknown_sa, pluto_payload_ignored, pluto_not_replaced, pluto_isakmp_expired,
           pluto_ipsec_expired, pluto_time_backwards>;

}  // namespace router

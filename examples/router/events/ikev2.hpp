// Events of IKEv2: charon.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<thread> charon_start{"CHARON_START", severity::info, "charon",
                                            "{}[DMN] Starting IKEv2 charon daemon", "the IKEv2 daemon starts"};
inline constexpr event<thread> charon_stop{"CHARON_STOP", severity::info, "charon",
                                           "{}[DMN] signal of type SIGINT received. Shutting down",
                                           "the IKEv2 daemon is told to end"};
inline constexpr event<thread, unsigned> charon_added{"CHARON_ADDED", severity::info, "charon",
                                                      "{}[CFG] add connection description 'tunnel{}'",
                                                      "a tunnel's configuration has been read"};
inline constexpr event<thread, unsigned> charon_deleting{"CHARON_DELETING", severity::info, "charon",
                                                         "{}[CFG] deleting connection 'tunnel{}'",
                                                         "a tunnel's configuration is taken away"};
inline constexpr event<thread, unsigned, unsigned, ipv4_address> charon_initiating{
    "CHARON_INITIATING", severity::info, "charon", "{}[IKE] initiating IKE_SA tunnel{}[{}] to {}",
    "a key exchange is begun"};
inline constexpr event<thread, unsigned, unsigned, ipv4_address, word<"identity">, ipv4_address, word<"identity">>
    charon_ike_established{"CHARON_IKE_ESTABLISHED", severity::info, "charon",
                           "{}[IKE] IKE_SA tunnel{}[{}] established between {}[{}]...{}[{}]",
                           "the two sides have authenticated each other"};
inline constexpr event<thread, unsigned, unsigned, spi, spi, ipv4_prefix> charon_child_established{
    "CHARON_CHILD_ESTABLISHED", severity::info, "charon",
    "{}[IKE] CHILD_SA tunnel{}{{{}}} established with SPIs {} _i {} _o and TS {} ===",
    "a tunnel is up; the document cuts the text"};
inline constexpr event<thread, interface_name> charon_interface_up{"CHARON_INTERFACE_UP", severity::info, "charon",
                                                                   "{}[KNL] interface {} activated",
                                                                   "an interface that tunnels may use is there"};
inline constexpr event<thread, interface_name> charon_interface_down{"CHARON_INTERFACE_DOWN", severity::info, "charon",
                                                                     "{}[KNL] interface {} deactivated",
                                                                     "an interface that tunnels may use has gone"};
inline constexpr event<thread, ipv4_prefix, word<"protocol">, ipv4_prefix, word<"protocol">, unsigned> charon_acquire{
    "CHARON_ACQUIRE", severity::info, "charon",
    "{}[KNL] creating acquire job for policy {}[{}] === {}[{}] with reqid {{{}}}", "a packet wants a tunnel"};
inline constexpr event<thread, ipv4_address, word<"identity">> charon_no_shared_key{
    "CHARON_NO_SHARED_KEY", severity::info, "charon", "{}[IKE] no shared key found for '{}' - '{}'",
    "there is no key for these two sides"};
inline constexpr event<thread, word<"date">> charon_certificate_invalid{
    "CHARON_CERTIFICATE_INVALID", severity::info, "charon", "{}[CFG] subject certificate invalid ( valid from {} to",
    "a certificate is not valid yet, or not any more; the document cuts the text"};
inline constexpr event<thread, word<"proposals">> charon_proposals_received{"CHARON_PROPOSALS_RECEIVED", severity::info,
                                                                            "charon", "{}[CFG] received proposals: {}",
                                                                            "which ciphers the other side wants"};
inline constexpr event<thread, word<"proposals">> charon_proposals_configured{
    "CHARON_PROPOSALS_CONFIGURED", severity::info, "charon", "{}[CFG] configured proposals: {}",
    "which ciphers are allowed here"};
inline constexpr event<thread> charon_proposals_refused{"CHARON_PROPOSALS_REFUSED", severity::info, "charon",
                                                        "{}[IKE] received proposals inacceptable",
                                                        "none of the other side's ciphers is allowed here"};
inline constexpr event<thread, unsigned> charon_giving_up{"CHARON_GIVING_UP", severity::info, "charon",
                                                          "{}[IKE] giving up after {} retransmits",
                                                          "the other side has not answered for too long"};
inline constexpr event<thread, unsigned, unsigned> charon_no_response{
    "CHARON_NO_RESPONSE", severity::info, "charon", "{}[IKE] peer not responding, trying again ({}/{})",
    "the other side does not answer and is tried again"};
inline constexpr event<thread, unsigned> charon_not_initiated{
    "CHARON_NOT_INITIATED", severity::info, "charon", "{}[IKE] do not initiate tunnel{}: because responder only",
    "a tunnel is not begun from this side"};
inline constexpr event<thread> charon_init_retry{"CHARON_INIT_RETRY", severity::info, "charon",
                                                 "{}[IKE] IKE_INIT timeout retry",
                                                 "the first message of a key exchange is sent again"};
inline constexpr event<thread> charon_auth_retry{"CHARON_AUTH_RETRY", severity::info, "charon",
                                                 "{}[IKE] IKE_AUTH timeout retry", "the authentication is begun again"};
inline constexpr event<thread, unsigned> charon_child_restarting{"CHARON_CHILD_RESTARTING", severity::info, "charon",
                                                                 "{}[IKE] restarting CHILD_SA tunnel{}",
                                                                 "a tunnel is begun again"};
inline constexpr event<thread, unsigned> charon_no_ike{"CHARON_NO_IKE", severity::info, "charon",
                                                       "{}[CFG] no IKE_SA named 'tunnel{}' found",
                                                       "a tunnel that is to be ended is not there"};
inline constexpr event<thread, unsigned, unsigned> charon_ike_delete_sent{
    "CHARON_IKE_DELETE_SENT", severity::info, "charon", "{}[IKE] sending DELETE for IKE_SA tunnel{}[{}]",
    "the other side is told that a key exchange is over"};
inline constexpr event<thread> charon_child_delete_sent{
    "CHARON_CHILD_DELETE_SENT", severity::info, "charon", "{}[IKE] sending DELETE for ESP CHILD_SA with SPI",
    "the other side is told that a tunnel is over; the document cuts the text"};
inline constexpr event<thread, unsigned, unsigned> charon_ike_delete_read{
    "CHARON_IKE_DELETE_READ", severity::info, "charon", "{}[IKE] received DELETE for IKE_SA tunnel{}[{}]",
    "the other side ends a key exchange"};
inline constexpr event<thread> charon_child_delete_read{"CHARON_CHILD_DELETE_READ", severity::info, "charon",
                                                        "{}[IKE] received DELETE for ESP CHILD_SA with SPI",
                                                        "the other side ends a tunnel; the document cuts the text"};
inline constexpr event<thread, unsigned, unsigned, ipv4_address, word<"identity">, ipv4_address, word<"identity">>
    charon_ike_deleting{"CHARON_IKE_DELETING", severity::info, "charon",
                        "{}[IKE] deleting IKE_SA tunnel{}[{}] between {}[{}]...{}[{}]", "a key exchange is ended"};
inline constexpr event<thread> charon_ike_deleted{"CHARON_IKE_DELETED", severity::info, "charon",
                                                  "{}[IKE] IKE_SA deleted", "a key exchange has ended"};
inline constexpr event<thread, unsigned, unsigned, spi, unsigned, spi, unsigned, ipv4_prefix, ipv4_prefix>
    charon_child_closing{
        "CHARON_CHILD_CLOSING", severity::info, "charon",
        "{}[IKE] closing CHILD_SA tunnel{}{{{}}} with SPIs {} _i ({} bytes) {} _o ({} bytes) and TS {} === {}",
        "a tunnel ends, and how much it has carried"};
inline constexpr event<thread> charon_child_closed{"CHARON_CHILD_CLOSED", severity::info, "charon",
                                                   "{}[IKE] CHILD_SA closed", "a tunnel has ended"};
inline constexpr event<thread, unsigned> charon_reinitiating{"CHARON_REINITIATING", severity::info, "charon",
                                                             "{}[IKE] re initiate tunnel{} after 5sec",
                                                             "a tunnel is tried again in a while"};
inline constexpr event<thread> charon_no_proposal_read{"CHARON_NO_PROPOSAL_READ", severity::info, "charon",
                                                       "{}[IKE] received NO_PROPOSAL_CHOSEN notify error",
                                                       "the other side says that none of our ciphers will do"};

using ikev2_events =
    events<charon_start, charon_stop, charon_added, charon_deleting, charon_initiating, charon_ike_established,
           charon_child_established, charon_interface_up, charon_interface_down, charon_acquire, charon_no_shared_key,
           charon_certificate_invalid, charon_proposals_received, charon_proposals_configured, charon_proposals_refused,
           charon_giving_up, charon_no_response, charon_not_initiated, charon_init_retry, charon_auth_retry,
           charon_child_restarting, charon_no_ike, charon_ike_delete_sent, charon_child_delete_sent,
           charon_ike_delete_read, charon_child_delete_read, charon_ike_deleting, charon_ike_deleted,
           charon_child_closing, charon_child_closed, charon_reinitiating, charon_no_proposal_read>;

}  // namespace router

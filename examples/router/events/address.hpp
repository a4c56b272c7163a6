// Events of addresses: dhcpd, pdnsd, links that come and go, dhclient.
#pragma once

#include "../values.hpp"

namespace router {

inline constexpr event<> dhcpd_no_leases_written{"DHCPD_NO_LEASES_WRITTEN", severity::info, "dhcpd",
                                                 "Wrote 0 leases to leases file.",
                                                 "the file of leases has been rewritten, empty"};
inline constexpr event<interface_name, ipv4_address> dhcpd_no_subnet{
    "DHCPD_NO_SUBNET", severity::err, "dhcpd", "No subnet declaration for {} ({}).",
    "an interface's network is not in the configuration"};
inline constexpr event<interface_name> dhcpd_interface_ignored{"DHCPD_INTERFACE_IGNORED", severity::err, "dhcpd",
                                                               "* Ignoring requests on {}.",
                                                               "no leases are given on this interface"};
inline constexpr event<mac_address, interface_name> dhcpd_discover{
    "DHCPD_DISCOVER", severity::info, "dhcpd", "DHCPDISCOVER from {} via {}", "a client asks for a lease"};
inline constexpr event<ipv4_address, mac_address, interface_name> dhcpd_offer{
    "DHCPD_OFFER", severity::info, "dhcpd", "DHCPOFFER on {} to {} via {}", "a lease is offered to a client"};
inline constexpr event<ipv4_address, ipv4_address, mac_address, interface_name> dhcpd_request{
    "DHCPD_REQUEST", severity::info, "dhcpd", "DHCPREQUEST for {} ({}) from {} via {}",
    "a client wants the lease that it was offered, or its old one"};
inline constexpr event<ipv4_address, mac_address, interface_name> dhcpd_ack{
    "DHCPD_ACK", severity::info, "dhcpd", "DHCPACK on {} to {} via {}", "a client is given its lease"};
inline constexpr event<ipv4_address, mac_address, interface_name> dhcpd_release{
    "DHCPD_RELEASE", severity::info, "dhcpd", "DHCRELEASE of {} from {} via {} (found)",
    "a client gives its lease back"};
inline constexpr event<ipv4_address> dhcpd_abandoned{
    "DHCPD_ABANDONED", severity::err, "", "Abandoning IP address {}: declined.",
    "an address is in use by somebody else and is not given out again"};
inline constexpr event<ipv4_address, mac_address, interface_name> dhcpd_decline{
    "DHCPD_DECLINE", severity::info, "dhcpd", "DHCPDECLINE of {} from {} via {}: abandoned",
    "a client has found its address in use"};
inline constexpr event<ipv4_address, mac_address, interface_name> dhcpd_nak{
    "DHCPD_NAK", severity::info, "dhcpd", "DHCPNAK on {} to {} via {}", "a client is refused the lease it wants"};
inline constexpr event<ipv4_address, mac_address, interface_name> dhcpd_inform{
    "DHCPD_INFORM", severity::info, "dhcpd", "DHCPINFORM on {} to {} via {}",
    "a client with an address of its own asks for the rest"};
inline constexpr event<word<"version">> pdnsd_start{"PDNSD_START", severity::info, "pdnsd", "pdnsd-{} starting.",
                                                    "the DNS cache starts"};
inline constexpr event<> pdnsd_exit{"PDNSD_EXIT", severity::warning, "pdnsd", "Caught signal 15. Exiting.",
                                    "the DNS cache is told to end"};
inline constexpr event<interface_name, unsigned, word<"link">> link_port_changed{
    "LINK_PORT_CHANGED", severity::info, "link-updown", "Interface {} port {}, change state to {}",
    "a port of a switch comes up or goes down"};
inline constexpr event<interface_name, word<"link">> link_changed{"LINK_CHANGED", severity::info, "link-updown",
                                                                  "Interface {}, change state to {}",
                                                                  "an interface comes up or goes down"};
inline constexpr event<interface_name, ipv4_address, duration> dhclient_discover{
    "DHCLIENT_DISCOVER", severity::info, "dhclient", "DHCPDISCOVER on {} to {} port 67 interval {:s}",
    "the router itself asks for a lease"};
inline constexpr event<ipv4_address> dhclient_offer{"DHCLIENT_OFFER", severity::info, "dhclient", "DHCPOFFER from {}",
                                                    "a server offers the router a lease"};
inline constexpr event<interface_name, ipv4_address> dhclient_request{"DHCLIENT_REQUEST", severity::info, "dhclient",
                                                                      "DHCPREQUEST on {} to {} port 67",
                                                                      "the router takes a lease or renews it"};
inline constexpr event<ipv4_address> dhclient_ack{"DHCLIENT_ACK", severity::info, "dhclient", "DHCPACK from {}",
                                                  "the router has a lease"};
inline constexpr event<ipv4_address, duration> dhclient_bound{"DHCLIENT_BOUND", severity::info, "dhclient",
                                                              "bound to {} -- renewal in {:s} seconds.",
                                                              "the router uses its lease, and when it will renew it"};

using address_events = events<dhcpd_no_leases_written, dhcpd_no_subnet, dhcpd_interface_ignored, dhcpd_discover,
                              dhcpd_offer, dhcpd_request, dhcpd_ack, dhcpd_release, dhcpd_abandoned, dhcpd_decline,
                              dhcpd_nak, dhcpd_inform, pdnsd_start, pdnsd_exit, link_port_changed, link_changed,
                              dhclient_discover, dhclient_offer, dhclient_request, dhclient_ack, dhclient_bound>;

}  // namespace router

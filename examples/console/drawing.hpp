// A frame drawn field by field: what it consists of, with the bytes that are there.
#pragma once

#include <string>
#include <string_view>

// frame: Ethernet, IPv4, UDP and an RFC 3164 message with time and hostname, as udp_frame and rfc3164 make it.
std::string draw_frame(std::string_view frame);

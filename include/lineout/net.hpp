// Packet logs as ipmon and pflogd write them: names, records and summaries of IP packets, and captures.
#pragma once

#include <lineout/detail/macros_aside.hpp>

#include <lineout/net/ip_headers.hpp>
#include <lineout/net/packet_names.hpp>
#include <lineout/net/packet_record.hpp>
#include <lineout/net/packet_summary.hpp>

#include <lineout/detail/macros_back.hpp>

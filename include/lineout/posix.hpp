// Everything for programs on an operating system: the core, and the parts that need POSIX.
#pragma once

#include <lineout/detail/macros_aside.hpp>

#include <lineout/lineout.hpp>
#include <lineout/posix/destination.hpp>
#include <lineout/posix/file.hpp>
#include <lineout/posix/identity.hpp>
#include <lineout/posix/journal_socket.hpp>
#include <lineout/posix/log_file.hpp>
#include <lineout/posix/log_settings.hpp>
#include <lineout/posix/monotonic_timer.hpp>
#include <lineout/posix/mutex.hpp>
#include <lineout/posix/options.hpp>
#if __has_include(<linux/if_packet.h>)
#include <lineout/posix/packet_socket.hpp>
#endif
#include <lineout/posix/pcap_check.hpp>
#include <lineout/posix/pcap_file.hpp>
#include <lineout/posix/pcap_log.hpp>
#include <lineout/posix/poll_thread.hpp>
#include <lineout/posix/relp_options.hpp>
#include <lineout/posix/relp_socket.hpp>
#include <lineout/posix/ring_options.hpp>
#include <lineout/posix/synced.hpp>
#include <lineout/posix/system_clock.hpp>
#include <lineout/posix/tcp_options.hpp>
#include <lineout/posix/tcp_socket.hpp>
#include <lineout/posix/thresholds.hpp>
#include <lineout/posix/udp_options.hpp>
#include <lineout/posix/udp_socket.hpp>
#include <lineout/posix/unix_socket.hpp>

#include <lineout/detail/macros_back.hpp>

// Function-like macros with the names of lineout's verbs: lwIP's sockets.h (LWIP_COMPAT_SOCKETS), kernels' panic and log
// functions. Calls of lineout's functions of these names are behind #undef or in parentheses.
#pragma once

#define send(socket, data, size, flags) lwip_send(socket, data, size, flags)
#define read(socket, data, size) lwip_read(socket, data, size)
#define write(socket, data, size) lwip_write(socket, data, size)
#define poll(sockets, count, timeout) lwip_poll(sockets, count, timeout)
#define select(count, read_set, write_set, except_set, timeout) lwip_select(count, read_set, write_set, except_set, timeout)
#define close(socket) lwip_close(socket)
#define bind(socket, name, length) lwip_bind(socket, name, length)
#define connect(socket, name, length) lwip_connect(socket, name, length)
#define listen(socket, backlog) lwip_listen(socket, backlog)
#define accept(socket, address, length) lwip_accept(socket, address, length)
#define panic(...) (panic)(__func__, __VA_ARGS__)
#define flush(x) (flush)(x, 0)
#define debug(fmt, ...) do { } while (0)
#define info(fmt, ...) do { } while (0)
#define notice(fmt, ...) do { } while (0)
#define warning(fmt, ...) do { } while (0)
#define err(fmt, ...) do { } while (0)
#define crit(fmt, ...) do { } while (0)
#define log(...) do { } while (0)
#define text(x) L##x
#define assert(x) do { } while (0)

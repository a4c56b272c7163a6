// Puts aside the macros of other systems (lwIP's sockets.h, kernels' panic() and log functions) that have the names of
// lineout's functions. The umbrella headers begin with this one and end with macros_back.hpp. No include guard, as it is
// included each time.

#pragma push_macro("accept")
#undef accept
#pragma push_macro("assert")
#undef assert
#pragma push_macro("bind")
#undef bind
#pragma push_macro("close")
#undef close
#pragma push_macro("connect")
#undef connect
#pragma push_macro("crit")
#undef crit
#pragma push_macro("debug")
#undef debug
#pragma push_macro("err")
#undef err
#pragma push_macro("flush")
#undef flush
#pragma push_macro("info")
#undef info
#pragma push_macro("listen")
#undef listen
#pragma push_macro("log")
#undef log
#pragma push_macro("notice")
#undef notice
#pragma push_macro("panic")
#undef panic
#pragma push_macro("poll")
#undef poll
#pragma push_macro("read")
#undef read
#pragma push_macro("select")
#undef select
#pragma push_macro("send")
#undef send
#pragma push_macro("text")
#undef text
#pragma push_macro("warning")
#undef warning
#pragma push_macro("write")
#undef write

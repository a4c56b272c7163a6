// Brings back the macros that macros_aside.hpp has put aside. No include guard, as it is included each time.

// Where there is nothing to bring back, clang++ warns.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wignored-pragmas"
#pragma pop_macro("accept")
#pragma pop_macro("assert")
#pragma pop_macro("bind")
#pragma pop_macro("close")
#pragma pop_macro("connect")
#pragma pop_macro("crit")
#pragma pop_macro("debug")
#pragma pop_macro("err")
#pragma pop_macro("flush")
#pragma pop_macro("info")
#pragma pop_macro("listen")
#pragma pop_macro("log")
#pragma pop_macro("notice")
#pragma pop_macro("panic")
#pragma pop_macro("poll")
#pragma pop_macro("read")
#pragma pop_macro("select")
#pragma pop_macro("send")
#pragma pop_macro("text")
#pragma pop_macro("warning")
#pragma pop_macro("write")
#pragma GCC diagnostic pop

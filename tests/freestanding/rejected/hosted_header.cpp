// expect: string\.h
#include <string.h>

unsigned long firmware_use(const char* text) { return strlen(text); }

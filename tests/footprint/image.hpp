// What an image is made of: a board that starts and stops, a network card that only takes, values that no compiler
// knows, and call sites.
#pragma once

#include <lineout/types.hpp>

extern "C" {
// True unless it has been told to refuse.
bool network_card(const char* frame, lineout::size_t size);

extern const char* name;
extern const char* link_name;
extern unsigned unit;
extern unsigned received;
extern unsigned sent;

// `Connect: {} <--> {} unit {} rx {} tx {}`
void reference();
// A line with one text and one integer; how many there are is the image's.
void site_0();
void site_1();
void site_2();
void site_3();
void site_4();
}

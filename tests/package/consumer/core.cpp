#include <lineout/lineout.hpp>

int main() { return lineout::priority{}.pri() == 13 ? 0 : 1; }

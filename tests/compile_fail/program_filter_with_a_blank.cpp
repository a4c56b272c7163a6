// expect: error__this_character_cannot_stand_in_a_list_of_names.*[ <]6
#include <lineout/rules/name_filter.hpp>

#ifdef REJECT
lineout::program_filter programs{"!sshd, sftp"};
#else
lineout::program_filter programs{"!sshd,sftp"};
#endif

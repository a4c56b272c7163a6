// expect: error__a_name_is_missing_in_this_list.*[ <]6
#include <lineout/rules/name_filter.hpp>

#ifdef REJECT
lineout::program_filter programs{"!sshd,,sftp"};
#else
lineout::program_filter programs{"!sshd,sftp"};
#endif

// name: Boost.Log
// needs: boost/log/trivial.hpp libboost-log-dev
// slow
#define BOOST_LOG_DYN_LINK 1
#include <boost/log/trivial.hpp>
// site
void site_@(const char* from, const char* to, int unit, unsigned received, unsigned sent) {
  BOOST_LOG_TRIVIAL(warning) << "Connect @: " << from << " <--> " << to << " unit " << unit << " rx " << received << " tx " << sent;
}

// The main of every test program. Written out, since the macro for it has to stand before the precompiled header.
#include <boost/test/unit_test.hpp>

namespace {

bool name_master_suite() {
  boost::unit_test::framework::master_test_suite().p_name.value = "gamekeeper";
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  return boost::unit_test::unit_test_main(&name_master_suite, argc, argv);
}

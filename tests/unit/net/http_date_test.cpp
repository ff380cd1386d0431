#include "net/http_date.hpp"

#include <boost/test/unit_test.hpp>

#include <string_view>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

const base::wall_time noon = std::chrono::sys_days(std::chrono::year(2026) / 11 / 25) + 12h;

}  // namespace

BOOST_AUTO_TEST_SUITE(http_dates)

BOOST_AUTO_TEST_CASE(every_form) {
  for (auto text :
       {"Wed, 25 Nov 2026 12:00:00 GMT", "Wednesday, 25-Nov-26 12:00:00 GMT", "Wed Nov 25 12:00:00 2026"})
    BOOST_TEST((net::parse_http_date(text) == noon), text);
}

BOOST_AUTO_TEST_CASE(what_is_none) {
  using namespace std::string_view_literals;
  for (auto text : {""sv, "Wed, 25 Nov 2026 12:00:00"sv, "Wed, 25 Nov 2026 12:00:00 GMT+1"sv, "25 Nov 2026"sv,
                    "Wed, 32 Nov"sv, "Wed, 25 Nov 2026 12:00:00 GMT\0x"sv})
    BOOST_TEST(!net::parse_http_date(text), text);
}

BOOST_AUTO_TEST_SUITE_END()

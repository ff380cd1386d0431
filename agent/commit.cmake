# Writes down which commit is built: cmake -DSOURCE=FOLDER -DGIVEN=COMMIT -DOUT=FILE -P commit.cmake
# What is given counts; else git's answer, with -dirty where the tree differs from the commit; else what `git archive` has
# put into commit.txt. The file is written only when that changes.
set(commit "${GIVEN}")
if(NOT commit AND EXISTS ${SOURCE}/.git)
  # A number of digits of our own: git's depends on what else the repository holds.
  execute_process(COMMAND git describe --always --dirty --abbrev=12 WORKING_DIRECTORY ${SOURCE}
                  OUTPUT_VARIABLE commit ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
endif()
if(NOT commit)
  file(STRINGS ${CMAKE_CURRENT_LIST_DIR}/commit.txt commit LIMIT_COUNT 1)
  string(SUBSTRING "${commit}" 0 12 commit)
endif()
if(NOT commit MATCHES "^[A-Za-z0-9._-]+$")
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${OUT} @ONLY CONTENT [[
#include "version.hpp"

namespace gamekeeper {

std::string_view commit() noexcept {
  return "@commit@";
}

}  // namespace gamekeeper
]])

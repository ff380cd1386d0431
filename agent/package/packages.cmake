# Makes the packages: cmake -DSOURCE= -DBUILD= -DVERSION= -DMAINTAINER= -DARCHITECTURE= "-DPROGRAMS=a;b" -P packages.cmake
# All times in them are the commit's, so that the same source makes the same bytes.
include(${CMAKE_CURRENT_LIST_DIR}/parts.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/sbom.cmake)

# Unix time of what is built: what the caller says, else the commit's, else what `git archive` has put into commit.txt.
function(find_source_date out)
  set(date "$ENV{SOURCE_DATE_EPOCH}")
  if(NOT date AND EXISTS ${SOURCE}/.git)
    execute_process(COMMAND git log -1 --format=%ct WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE date ERROR_QUIET
                    OUTPUT_STRIP_TRAILING_WHITESPACE)
  endif()
  if(NOT date)
    file(STRINGS ${SOURCE}/agent/commit.txt lines)
    list(GET lines 1 date)
  endif()
  if(NOT date MATCHES "^[0-9]+$")
    set(date 0)
  endif()
  set(${out} ${date} PARENT_SCOPE)
endfunction()

function(compress from to)
  execute_process(COMMAND gzip --best --no-name --stdout ${from} OUTPUT_FILE ${to} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

function(write_copyright program to)
  set(parts "")
  foreach(part IN LISTS GAMEKEEPER_PARTS)
    string(REGEX MATCH "^([^|]+)[|]([^|]+)[|](.*)$" _ "${part}")
    if(" ${CMAKE_MATCH_3} " MATCHES " ${program} ")
      string(APPEND parts "\n  ${CMAKE_MATCH_1}: ${CMAKE_MATCH_2}")
    endif()
  endforeach()
  configure_file(${CMAKE_CURRENT_LIST_DIR}/copyright.in ${to} @ONLY)
endfunction()

function(write_debian_changelog program to)
  string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC) # of SOURCE_DATE_EPOCH
  file(WRITE ${to} "${program} (${VERSION}-1) unstable; urgency=medium\n\n"
       "  * What is new is in changelog.gz.\n\n -- ${MAINTAINER}  ${date}\n")
endfunction()

find_source_date(date)
set(ENV{SOURCE_DATE_EPOCH} ${date})
foreach(program IN LISTS PROGRAMS)
  set(made ${BUILD}/agent/package/${program})
  file(MAKE_DIRECTORY ${made})
  write_copyright(${program} ${made}/copyright)
  compress(${BUILD}/agent/manual/${program}.man ${made}/${program}.1.gz)
  compress(${SOURCE}/CHANGELOG.md ${made}/changelog.gz)
  write_debian_changelog(${program} ${made}/changelog.Debian)
  compress(${made}/changelog.Debian ${made}/changelog.Debian.gz)
  file(WRITE ${made}/lintian-overrides
       "# It has to run in images that hold no library: static, and position independent all the same.\n"
       "${program}: statically-linked-binary\n${program}: shared-library-lacks-prerequisites\n"
       "# It is not in Debian's archive.\n${program}: initial-upload-closes-no-bugs\n"
       "# Nobody answers mail for it.\n${program}: bogus-mail-host\n")
  write_sbom(${program} ${made}/${program}.spdx.json)
endforeach()

file(REMOVE_RECURSE ${BUILD}/packages)
# A .deb's description begins with the component's own summary, and not with the project's.
set(for_deb -G DEB -D CPACK_PACKAGING_INSTALL_PREFIX=/usr -D CPACK_PACKAGE_DESCRIPTION_SUMMARY=)
set(for_tgz -G TGZ -D CPACK_PACKAGING_INSTALL_PREFIX=/ -D CPACK_COMPONENT_INCLUDE_TOPLEVEL_DIRECTORY=ON)
foreach(options "${for_deb}" "${for_tgz}")
  # Some folders get the permissions that the caller's mask leaves them.
  execute_process(COMMAND sh -c "umask 022; exec \"$@\"" sh
                          ${CMAKE_CPACK_COMMAND} --config ${BUILD}/CPackConfig.cmake ${options}
                  WORKING_DIRECTORY ${BUILD} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
endforeach()
file(REMOVE_RECURSE ${BUILD}/packages/_CPack_Packages)
foreach(program IN LISTS PROGRAMS)
  file(COPY ${BUILD}/agent/package/${program}/${program}.spdx.json DESTINATION ${BUILD}/packages)
endforeach()

file(GLOB made RELATIVE ${BUILD}/packages ${BUILD}/packages/*)
list(SORT made)
execute_process(COMMAND sha256sum ${made} WORKING_DIRECTORY ${BUILD}/packages OUTPUT_VARIABLE sums
                COMMAND_ERROR_IS_FATAL ANY)
file(WRITE ${BUILD}/packages/SHA256SUMS "${sums}")
message("${sums}")

# For arm64, with Debian's cross compiler and the libraries that docker/arm64-libraries has unpacked.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_LIBRARY_ARCHITECTURE aarch64-linux-gnu)

cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH CMAKE_FIND_ROOT_PATH)
cmake_path(APPEND CMAKE_FIND_ROOT_PATH build arm64-libraries)
if(NOT EXISTS ${CMAKE_FIND_ROOT_PATH}/packages)
  message(FATAL_ERROR "docker/arm64-libraries has to be run first: there is no ${CMAKE_FIND_ROOT_PATH}")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
# What of OpenSSL's headers depends on the machine; the compiler does not look below CMAKE_FIND_ROOT_PATH by itself.
set(CMAKE_CXX_STANDARD_INCLUDE_DIRECTORIES ${CMAKE_FIND_ROOT_PATH}/usr/include/${CMAKE_LIBRARY_ARCHITECTURE})

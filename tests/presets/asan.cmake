# The unit tests with invalid memory accesses and undefined behaviour made errors.
set(CMAKE_BUILD_TYPE Debug CACHE STRING "" FORCE)
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all" CACHE STRING "" FORCE)
set(LINEOUT_WERROR ON CACHE BOOL "" FORCE)
set(LINEOUT_EXAMPLES OFF CACHE BOOL "" FORCE)
set(LINEOUT_MATRIX ON CACHE BOOL "" FORCE)
set(LINEOUT_TESTS ON CACHE BOOL "" FORCE)

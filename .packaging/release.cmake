# cmake -DWHAT=single_header|module|release -DOUT=FOLDER -DVERSION=... -DDESCRIPTION=... -P release.cmake
#   single_header  FOLDER/lineout.hpp
#   module         FOLDER/lineout.cppm
#   release        both, and archives:
#     lineout-VERSION.tar.gz          CMake, Meson, Conan, PlatformIO, ESP-IDF, Zephyr, Bazel, debian/
#     lineout-arduino-VERSION.zip     what the library manager of Arduino takes
#     lineout-vcpkg-VERSION.tar.gz    an overlay port of vcpkg, with the first archive in it
# HOMEPAGE and EMAIL are written into the packages that ask for them.
cmake_minimum_required(VERSION 3.16)
get_filename_component(root ${CMAKE_CURRENT_LIST_DIR}/.. ABSOLUTE)
if(NOT HOMEPAGE)
  set(HOMEPAGE https://example.org/lineout)
endif()
if(NOT EMAIL)
  set(EMAIL lineout@example.org)
endif()
# The time of the last change, so that the same sources make the same archives.
if(NOT DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND git -C ${root} log -1 --format=%ct OUTPUT_VARIABLE epoch OUTPUT_STRIP_TRAILING_WHITESPACE
    ERROR_QUIET)
  if(NOT epoch)
    set(epoch 0)
  endif()
  set(ENV{SOURCE_DATE_EPOCH} ${epoch})
endif()
set(ENV{LC_ALL} C)
string(TIMESTAMP DATE "%a, %d %b %Y %H:%M:%S +0000" UTC)
string(TIMESTAMP mtime "%Y-%m-%d %H:%M:%S UTC" UTC)

function(generate option file)
  execute_process(COMMAND ${root}/.packaging/single_header ${option} OUTPUT_FILE ${OUT}/${file} RESULT_VARIABLE status)
  if(status)
    message(FATAL_ERROR "${file} could not be made")
  endif()
  message(STATUS "${OUT}/${file}")
endfunction()

# Copies a folder of templates.
function(fill from to)
  file(GLOB_RECURSE templates RELATIVE ${from} ${from}/*)
  foreach(template IN LISTS templates)
    configure_file(${from}/${template} ${to}/${template} @ONLY)
  endforeach()
endfunction()

function(pack folder archive)
  set(options czf ${OUT}/${archive} --format=gnutar)
  if(archive MATCHES "zip$")
    set(options cf ${OUT}/${archive} --format=zip)
  endif()
  execute_process(COMMAND ${CMAKE_COMMAND} -E tar ${options} "--mtime=${mtime}" ${folder}
    WORKING_DIRECTORY ${OUT}/packing RESULT_VARIABLE status)
  if(status)
    message(FATAL_ERROR "${archive} could not be packed")
  endif()
  message(STATUS "${OUT}/${archive}")
endfunction()

file(MAKE_DIRECTORY ${OUT})
if(WHAT MATCHES "single_header|release")
  generate("" lineout.hpp)
endif()
if(WHAT MATCHES "module|release")
  generate(--module lineout.cppm)
endif()
if(NOT WHAT STREQUAL release)
  return()
endif()

file(REMOVE_RECURSE ${OUT}/packing)
set(main ${OUT}/packing/lineout-${VERSION})
fill(${root}/.packaging/archive ${main})
file(COPY ${root}/include ${root}/CMakeLists.txt ${root}/LICENSE ${root}/README.md DESTINATION ${main})
pack(lineout-${VERSION} lineout-${VERSION}.tar.gz)

set(arduino ${OUT}/packing/lineout)
fill(${root}/.packaging/arduino ${arduino})
file(MAKE_DIRECTORY ${arduino}/src)
file(RENAME ${arduino}/lineout.h ${arduino}/src/lineout.h)
file(COPY ${root}/include/lineout DESTINATION ${arduino}/src)
file(COPY ${root}/LICENSE ${root}/README.md DESTINATION ${arduino})
pack(lineout lineout-arduino-${VERSION}.zip)
file(RENAME ${arduino} ${OUT}/packing/arduino)

set(port ${OUT}/packing/ports/lineout)
fill(${root}/.packaging/vcpkg ${port})
file(COPY ${OUT}/lineout-${VERSION}.tar.gz DESTINATION ${port})
pack(ports lineout-vcpkg-${VERSION}.tar.gz)

# Every compiler, processor and sanitizer: each combination is a test with a telling name.
set(here ${CMAKE_CURRENT_LIST_DIR})
set(newest_clang clang++-22 clang++-21 clang++-20 clang++-19 clang++-18 clang++-17 clang++-16)
find_program(LINEOUT_GCC NAMES g++ DOC "GNU C++ compiler")
find_program(LINEOUT_CLANG NAMES ${newest_clang} DOC "clang++, 16 or newer")
find_program(LINEOUT_OLDEST_CLANG NAMES clang++-14 DOC "clang++-14")
foreach(part arm-none-eabi-g++ riscv64-unknown-elf-g++ xtensa-lx106-elf-g++ s390x-linux-gnu-g++ qemu-s390x)
  find_program(LINEOUT_${part} NAMES ${part} DOC "${part}")
endforeach()
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(LINEOUT_GCC ${CMAKE_CXX_COMPILER})
else()
  set(LINEOUT_CLANG ${CMAKE_CXX_COMPILER})
endif()

# add_matrix_test(name label program command...): skipped by name where the program was not found.
function(add_matrix_test name label program)
  if(LINEOUT_${program})
    add_test(NAME ${name} COMMAND ${ARGN})
    set_tests_properties(${name} PROPERTIES LABELS "${label}" TIMEOUT 1200)
  else()
    get_property(what CACHE LINEOUT_${program} PROPERTY HELPSTRING)
    add_skipped_test(${name} ${label} "no ${what}; tests/run all installs it")
  endif()
endfunction()

# What runs with the compiler that is there anyway is a unit test.
set(gcc_label all)
set(clang_label all)
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(gcc_label unit)
else()
  set(clang_label unit)
endif()

# Compile-time promises: wrong use does not compile, and says why.
file(GLOB compile_fail_files CONFIGURE_DEPENDS ${here}/compile_fail/*.cpp)
foreach(file IN LISTS compile_fail_files)
  get_filename_component(case ${file} NAME_WE)
  add_matrix_test(compile_fail.${case}.g++ ${gcc_label} GCC ${here}/compile_fail/check ${file} ${LINEOUT_GCC})
  add_matrix_test(compile_fail.${case}.clang++ ${clang_label} CLANG ${here}/compile_fail/check ${file} ${LINEOUT_CLANG})
endforeach()
add_test(NAME compile_fail.check_itself COMMAND ${here}/compile_fail/check_itself ${CMAKE_CXX_COMPILER})
set_tests_properties(compile_fail.check_itself PROPERTIES LABELS unit)

# Firmware and kernels.
function(add_freestanding_tests target label program)
  if(label STREQUAL unit)
    set(label default)  # tests/run unit is to be quick
  endif()
  set(command ${LINEOUT_${program}} ${ARGN})
  foreach(level O0 O2 Os)
    add_matrix_test(freestanding.${target}.${level} ${label} ${program} ${here}/freestanding/check
      ${PROJECT_BINARY_DIR}/freestanding/${target}.${level} all ${command} -${level})
  endforeach()
  add_matrix_test(freestanding.${target}.headers_alone ${label} ${program} ${here}/freestanding/check_headers ${command})
  add_matrix_test(freestanding.${target}.check_rejects ${label} ${program} ${here}/freestanding/check_rejects
    ${PROJECT_BINARY_DIR}/freestanding/${target}.rejected ${command} -O2)
  add_matrix_test(freestanding.${target}.removal ${label} ${program} ${here}/removal/check
    ${PROJECT_BINARY_DIR}/removal/${target} ${command})
endfunction()
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64|amd64)$")
  set(gcc_flags -mgeneral-regs-only)
  set(clang_flags -mno-sse -mno-mmx)
  set(kernel_flags -mno-red-zone -mcmodel=kernel -fno-pic)
  add_freestanding_tests(kernel.g++ ${gcc_label} GCC ${gcc_flags} ${kernel_flags})
  # As a microhypervisor in C++ is compiled.
  add_freestanding_tests(microhypervisor.g++ ${gcc_label} GCC -std=gnu++23 -march=x86-64-v2 -mcmodel=kernel -fno-pic -mno-mmx
    -mno-sse -fno-use-cxa-atexit -fcf-protection=none -freg-struct-return -Wcast-qual -Wold-style-cast -Wconversion
    -Wuseless-cast -Wzero-as-null-pointer-constant -Wsuggest-override -Werror)
  add_freestanding_tests(kernel.clang++ ${clang_label} CLANG ${clang_flags} ${kernel_flags})
endif()
add_freestanding_tests(host.g++ ${gcc_label} GCC ${gcc_flags})
add_freestanding_tests(host.clang++ ${clang_label} CLANG ${clang_flags})
add_freestanding_tests(cortex-m0plus all arm-none-eabi-g++ -mcpu=cortex-m0plus -mthumb)
add_freestanding_tests(cortex-m3 all arm-none-eabi-g++ -mcpu=cortex-m3 -mthumb)
add_freestanding_tests(rv64imac all riscv64-unknown-elf-g++ -march=rv64imac -mabi=lp64 -mcmodel=medany)
add_freestanding_tests(rv32imac all riscv64-unknown-elf-g++ -march=rv32imac -mabi=ilp32)
add_freestanding_tests(xtensa all xtensa-lx106-elf-g++)

# Every type of build, without a warning. What clang warns of does not depend on how it optimises.
set(build_types ${here}/support/build_types ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/matrix)
add_matrix_test(build_types.g++ all GCC ${build_types}/types.g++ ${LINEOUT_GCC} None Debug Release RelWithDebInfo MinSizeRel)
add_matrix_test(build_types.clang++ all CLANG ${build_types}/types.clang++ ${LINEOUT_CLANG} None Release)
add_matrix_test(build_types.clang++-14 all OLDEST_CLANG ${build_types}/types.clang++-14 ${LINEOUT_OLDEST_CLANG} None Release)

# The unit and concurrency tests as other compilers, processors and sanitizers see them.
set(address -fsanitize=address,undefined -fno-sanitize-recover=all -g1)
set(thread -fsanitize=thread -O1 -g1)
set(build ${here}/support/build_and_run ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/matrix)
add_matrix_test(sanitized.address.g++ all GCC ${build}/address.g++ ${LINEOUT_GCC} "unit concurrency" native ${address} -O0)
add_matrix_test(sanitized.address.clang++ all CLANG ${build}/address.clang++ ${LINEOUT_CLANG} "unit concurrency" native ${address} -O1)
add_matrix_test(sanitized.thread.g++ all GCC ${build}/thread.g++ ${LINEOUT_GCC} concurrency native ${thread})
add_matrix_test(sanitized.thread.clang++ all CLANG ${build}/thread.clang++ ${LINEOUT_CLANG} concurrency native ${thread})
set(big_endian big_endian.s390x)
if(NOT LINEOUT_qemu-s390x)
  add_matrix_test(${big_endian} all qemu-s390x)
else()
  add_matrix_test(${big_endian} all s390x-linux-gnu-g++ ${build}/s390x ${LINEOUT_s390x-linux-gnu-g++} unit ${LINEOUT_qemu-s390x} -static -O1)
endif()
foreach(test sanitized.address.g++ sanitized.address.clang++ ${big_endian})
  set_tests_properties(${test} PROPERTIES PROCESSORS 2)
endforeach()

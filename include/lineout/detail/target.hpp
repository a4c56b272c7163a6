// What the target's instruction set lacks; the one place that asks the compiler which processor it compiles for.
#pragma once

namespace lineout::detail {

// Whether a 32-bit division is an instruction (or a multiplication): elsewhere it would be a call into libgcc.
#if (defined(__arm__) && !defined(__ARM_FEATURE_IDIV)) || (defined(__riscv) && !defined(__riscv_div)) || \
    defined(__xtensa__) || defined(__AVR__) || defined(__MSP430__)
inline constexpr bool has_division = false;
#else
inline constexpr bool has_division = true;
#endif

// Whether a 32-bit multiplication is an instruction.
#if defined(__arm__)
inline constexpr bool has_multiplication = true;
#else
inline constexpr bool has_multiplication = has_division;
#endif

// Whether 64-bit division, multiplication and shifts are instructions.
inline constexpr bool has_wide_division = has_division && sizeof(void*) == 8;

// Whether counting leading zeros is an instruction.
#if defined(__x86_64__) || defined(__i386__) || defined(__aarch64__) || defined(__s390x__) || defined(__powerpc64__)
inline constexpr bool has_leading_zeros = true;
#else
inline constexpr bool has_leading_zeros = false;
#endif

// Whether a word can be read from any address by one instruction.
#if (defined(__arm__) && !defined(__ARM_FEATURE_UNALIGNED)) || defined(__riscv) || defined(__xtensa__) || \
    defined(__mips__)
inline constexpr bool has_unaligned_access = false;
#else
inline constexpr bool has_unaligned_access = true;
#endif

// Whether bytes are to be saved rather than time.
#ifdef __OPTIMIZE_SIZE__
inline constexpr bool is_optimized_for_size = true;
#else
inline constexpr bool is_optimized_for_size = false;
#endif

// Whether there is a C library to call.
inline constexpr bool is_hosted = __STDC_HOSTED__ == 1;

}  // namespace lineout::detail

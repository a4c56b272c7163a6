// Names that other systems' headers define as macros, as a test has to expect them. Object-like macros are harmless only
// where the name is not used at all; function-like ones where it is not followed by a parenthesis.
#pragma once

// X11/X.h, Xlib.h
#define Above 0
#define Below 1
#define Bool int
#define None 0L
#define Status int
#define Success 0
#define Always 2
#define True 1
#define False 0
// windows.h
#define interface struct
#define small char
#define near
#define far
#define IN
#define OUT
#define ERROR 0
#define DELETE 0x10000
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
// Arduino.h
#define interrupts() __asm__ volatile("")
#define noInterrupts() __asm__ volatile("")
#define bit(b) (1UL << (b))
#define abs(x) ((x) > 0 ? (x) : -(x))
#define round(x) ((x) >= 0 ? (long)((x) + 0.5) : (long)((x)-0.5))
#define F(string) string
#define B1 1
#define HIGH 1
#define LOW 0
#define INPUT 0
#define PI 3.14
#define DEC 10
#define HEX 16
#define OCT 8
#define BIN 2
#define word(...) makeWord(__VA_ARGS__)
// Qt
#define signals public
#define slots
#define emit
#define foreach for
#define forever for (;;)
// Objective-C
#define nil 0
#define YES 1
#define NO 0
// Linux and kernels like it
#define noinline __attribute__((noinline))
#define swap(a, b) do { } while (0)
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define current 0
#define barrier() __asm__ volatile("" ::: "memory")
#define container_of(pointer, type, member) 0
#define cold __attribute__((__cold__))
#define used __attribute__((__used__))
#define unix 1
#define linux 1

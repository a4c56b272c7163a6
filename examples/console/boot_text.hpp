// The console of a hypervisor that starts: what is shown when there is no other input.
#pragma once

#include <lineout/text.hpp>

inline constexpr lineout::text boot_text =
    "Processor 1 (AP)\n"
    "Processor 2 (AP)\n"
    "Processor 3 (AP)\n"
    "Trying to enable VMXON.\n"
    "Trying to enable VMXON.\n"
    "Trying to enable VMXON.\n"
    "Processor 3 2000058400 Hz (Invariant TSC)\n"
    "Processor 1 2000058304 Hz (Invariant TSC)\n"
    "Processor 2 2000058592 Hz (Invariant TSC)\n"
    "virtio_net hook 0x5000\n"
    "core_io_unregister_handler: port: 5000-501f\n"
    "virtio_net hook 0x5000\n"
    "core_io_unregister_handler: port: 5000-501f\n"
    "virtio_net hook 0x6000\n"
    "virtio_net: reset\n"
    "bnx: Disable interrupt\n"
    "bnx: Enable interrupt\n";

// System calls that reach deeper into the kernel than a backend needs, with their numbers. Each must end at the filter.

export interface Call {
  name: string;
  x64: number;
  arm64: number;
  /** Chosen so that a call that gets past the filter fails or does no harm; `self` is the caller's process id. */
  args: (number | 'self')[];
}

/** EPERM is what our filter answers. A call that got through answers anything else. */
export const denied = 1;
/** clone3 alone is told ENOSYS, so that the C library goes back to clone. */
export const unknownCall = 38;

const newUser = 0x10000000;
const childSignal = 17;

export const calls = {
  sockets: [
    { name: 'socket AF_ALG', x64: 41, arm64: 198, args: [38, 5, 0] },
    { name: 'socket AF_VSOCK', x64: 41, arm64: 198, args: [40, 1, 0] },
    { name: 'socket AF_PACKET', x64: 41, arm64: 198, args: [17, 3, 0] },
    { name: 'socket AF_BLUETOOTH', x64: 41, arm64: 198, args: [31, 3, 0] },
    { name: 'socket AF_TIPC', x64: 41, arm64: 198, args: [30, 5, 0] },
    { name: 'socket AF_XDP', x64: 41, arm64: 198, args: [44, 3, 0] },
    { name: 'socket NETLINK_NETFILTER', x64: 41, arm64: 198, args: [16, 3, 12] },
    { name: 'socket NETLINK_XFRM', x64: 41, arm64: 198, args: [16, 3, 6] },
  ],
  'io-uring': [
    { name: 'io_uring_setup', x64: 425, arm64: 425, args: [1, 0] },
    { name: 'io_uring_enter', x64: 426, arm64: 426, args: [-1, 0, 0, 0, 0, 0] },
    { name: 'io_uring_register', x64: 427, arm64: 427, args: [-1, 0, 0, 0] },
  ],
  namespaces: [
    { name: 'unshare', x64: 272, arm64: 97, args: [newUser] },
    { name: 'clone', x64: 56, arm64: 220, args: [newUser | childSignal, 0, 0, 0, 0] },
    { name: 'clone3', x64: 435, arm64: 435, args: [0, 0] },
    { name: 'setns', x64: 308, arm64: 268, args: [-1, 0] },
  ],
  keys: [
    { name: 'add_key', x64: 248, arm64: 217, args: [0, 0, 0, 0, 0] },
    { name: 'request_key', x64: 249, arm64: 218, args: [0, 0, 0, 0] },
    { name: 'keyctl', x64: 250, arm64: 219, args: [0, 0, 0] },
  ],
  'kernel-programs': [
    { name: 'bpf', x64: 321, arm64: 280, args: [0, 0, 0] },
    { name: 'perf_event_open', x64: 298, arm64: 241, args: [0, 0, -1, -1, 0] },
    { name: 'userfaultfd', x64: 323, arm64: 282, args: [1] },
  ],
  'other-processes': [
    { name: 'ptrace', x64: 101, arm64: 117, args: [2, 'self', 0, 0] },
    { name: 'process_vm_readv', x64: 310, arm64: 270, args: ['self', 0, 0, 0, 0, 0] },
    { name: 'process_vm_writev', x64: 311, arm64: 271, args: ['self', 0, 0, 0, 0, 0] },
    { name: 'kcmp', x64: 312, arm64: 272, args: ['self', 'self', 1, 0, 0] },
    { name: 'pidfd_getfd', x64: 438, arm64: 438, args: [-1, 0, 0] },
  ],
  'kernel-inside': [
    { name: 'mount', x64: 165, arm64: 40, args: [0, 0, 0, 0, 0] },
    { name: 'umount2', x64: 166, arm64: 39, args: [0, 0] },
    { name: 'fsopen', x64: 430, arm64: 430, args: [0, 0] },
    { name: 'open_tree', x64: 428, arm64: 428, args: [-1, 0, 0] },
    { name: 'move_mount', x64: 429, arm64: 429, args: [-1, 0, -1, 0, 0] },
    { name: 'name_to_handle_at', x64: 303, arm64: 264, args: [-1, 0, 0, 0, 0] },
    { name: 'open_by_handle_at', x64: 304, arm64: 265, args: [-1, 0, 0] },
    { name: 'fanotify_init', x64: 300, arm64: 262, args: [0, 0] },
    { name: 'kexec_load', x64: 246, arm64: 104, args: [0, 1, 0, 0] },
    { name: 'init_module', x64: 175, arm64: 105, args: [0, 0, 0] },
    { name: 'finit_module', x64: 313, arm64: 273, args: [-1, 0, 0] },
    { name: 'delete_module', x64: 176, arm64: 106, args: [0, 0] },
    { name: 'reboot', x64: 169, arm64: 142, args: [0, 0, 0, 0] },
    { name: 'syslog', x64: 103, arm64: 116, args: [10, 0, 0] },
    { name: 'personality without address randomisation', x64: 135, arm64: 92, args: [0x0040000] },
  ],
} satisfies Record<string, Call[]>;

export type CallFamily = keyof typeof calls;

// expect: refers to malloc$
extern "C" void* malloc(unsigned long);

void* firmware_use(unsigned long size) { return malloc(size); }

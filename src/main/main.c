#include <stdio.h>

int main(void)
{
    puts("jianzai");
    return 0;
}

#pragma once
#include <png.h>

// The macro is not seen by Swift: the largest number of bytes that `image` can take as a PNG file.
static inline size_t tbn_png_size_limit(png_image image) { return PNG_IMAGE_PNG_SIZE_MAX(image); }

#pragma once
#include <libxml/xmlversion.h>
// Debian's libxml2 is built with ICU, whose headers are at odds with those of Foundation's own ICU. Nothing that is used
// here has to do with it.
#undef LIBXML_ICU_ENABLED
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlreader.h>

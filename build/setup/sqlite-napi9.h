// better-sqlite3 keeps references to values that are no objects, which Node-API allows from version
// 10 on. For version 9 such a value is put into a tagged object, and taken out again when read.
#pragma once
#include <node_api.h>

static const napi_type_tag dandelion_box_tag = {0x64616e64656c696fULL, 0x6e2d626f782d3031ULL};

static inline napi_status dandelion_create_reference(napi_env env, napi_value value,
                                                     uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (type == napi_object || type == napi_function || type == napi_external || type == napi_symbol)
    return napi_create_reference(env, value, count, result);
  napi_value box;
  if ((status = napi_create_object(env, &box)) != napi_ok) return status;
  if ((status = napi_type_tag_object(env, box, &dandelion_box_tag)) != napi_ok) return status;
  if ((status = napi_set_element(env, box, 0, value)) != napi_ok) return status;
  return napi_create_reference(env, box, count, result);
}

static inline napi_status dandelion_get_reference_value(napi_env env, napi_ref ref,
                                                        napi_value* result) {
  napi_status status = napi_get_reference_value(env, ref, result);
  if (status != napi_ok || *result == nullptr) return status;
  napi_valuetype type;
  if ((status = napi_typeof(env, *result, &type)) != napi_ok) return status;
  if (type != napi_object) return napi_ok;
  bool boxed = false;
  status = napi_check_object_type_tag(env, *result, &dandelion_box_tag, &boxed);
  if (status != napi_ok || !boxed) return status;
  return napi_get_element(env, *result, 0, result);
}

#define napi_create_reference dandelion_create_reference
#define napi_get_reference_value dandelion_get_reference_value

// How a JSON Schema, as the API describes its requests, is read by a form. Pure.
let described;

/** Give the API's description in the reader's language, fetched once. */
export function describe(language, get) {
  described ??= get(`/openapi.json?lang=${language}`).catch((problem) => {
    described = undefined;
    throw problem;
  });
  return described;
}

/** Give an operation and its path by its name; undefined when the API has none. */
export function operationOf(document, id) {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (operation.operationId === id) return { ...operation, path, method };
    }
  }
  return undefined;
}

/** Give the schema of what an operation is sent, and whether it is sent as a form with files. */
export function bodyOf(operation) {
  const content = operation.requestBody?.content ?? {};
  const type = Object.keys(content)[0];
  return { schema: content[type]?.schema ?? { type: "object" }, isFiles: type === "multipart/form-data" };
}

/** Give a schema with its references followed; what stands beside a reference wins over what it leads to. */
export function followed(schema, document) {
  const { $ref, ...beside } = schema;
  if (!$ref) return schema;
  const target = $ref.slice(2).split("/").reduce((node, name) => node[name], document);
  return followed({ ...target, ...beside }, document);
}

/** Give a schema without the possibility of nothing, and whether there was one. */
export function certain(schema, document) {
  const found = followed(schema, document);
  const { anyOf, ...beside } = found;
  if (!anyOf) return { schema: found, nullable: false };
  const some = anyOf.map((one) => followed(one, document)).filter((one) => one.type !== "null");
  const chosen = some.length === 1 ? some[0] : some.find((one) => one.type === "number") ?? { oneOf: some };
  return { schema: { ...chosen, ...beside }, nullable: some.length < anyOf.length };
}

/** Give the kind of control a schema is answered with; "unknown" for what no form can show. */
export function kindOf(schema, document) {
  if (schema.const !== undefined) return schema.const === true ? "consent" : "constant";
  if (schema.enum) return "choice";
  if (schema.oneOf) return schema.discriminator ? "variant" : "unknown";
  if (schema.type === "boolean") return "yes";
  if (schema.type === "integer" || schema.type === "number") return "number";
  if (schema.type === "object") return schema.properties || !schema.additionalProperties ? "group" : schema.propertyNames ? "map" : "unknown";
  if (schema.type === "array") {
    const items = certain(schema.items ?? {}, document).schema;
    if (items.enum || items["x-options"] || schema["x-options"]) return "choices";
    return kindOf(items, document) === "unknown" ? "unknown" : "list";
  }
  if (schema.type !== "string") return "unknown";
  if (schema["x-options"]) return "remote";
  if (schema.contentMediaType === "application/octet-stream") return "file";
  if (schema.format === "date") return "day";
  if (schema.format === "date-time") return "instant";
  const isLong = (schema.maxLength ?? 0) > 500 || ["textarea", "markdown"].includes(schema["x-widget"]);
  return isLong ? "text" : "line";
}

/** Tell whether something of several fields may be left out as a whole. */
export const mayBeAbsent = (schema, nullable, document) => nullable && ["group", "list"].includes(kindOf(schema, document));

/** Give what a control shows before anybody has answered. */
export function emptyOf(schema, document) {
  const { schema: found, nullable } = certain(schema, document);
  if (found.default !== undefined && found.default !== null) return found.default;
  if (mayBeAbsent(found, nullable, document)) return null;
  switch (kindOf(found, document)) {
    case "group":
      return Object.fromEntries(Object.entries(found.properties ?? {}).map(([name, inner]) => [name, emptyOf(inner, document)]));
    case "variant":
    case "map":
      return {};
    case "choices":
      return [];
    case "list":
      return Array.from({ length: found.minItems ?? 0 }, () => emptyOf(found.items, document));
    case "constant":
      return found.const;
    case "yes":
    case "consent":
      return false;
    default:
      return "";
  }
}

/** Give what is sent for what was filled in: nothing for what was left empty, numbers as numbers. */
export function sentOf(value, schema, document) {
  const { schema: found, nullable } = certain(schema, document);
  const kind = kindOf(found, document);
  if (mayBeAbsent(found, nullable, document) && !value) return undefined;
  if (kind === "map") return Object.fromEntries(Object.entries(value ?? {}).map(([name, part]) => [name, sentOf(part, found.additionalProperties, document)]).filter(([, part]) => part !== undefined));
  if (kind === "group" || kind === "variant") {
    const shape = kind === "variant" ? variantOf(found, value, document) : found;
    const parts = Object.entries(shape?.properties ?? {}).map(([name, inner]) => [name, sentOf(value?.[name], inner, document)]);
    return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
  }
  if (kind === "list") return (value ?? []).map((one) => sentOf(one, found.items, document)).filter((one) => one !== undefined);
  if (kind === "choices") return value?.length || !nullable ? value : undefined;
  if (value === "" || value === undefined || value === null) return undefined;
  if (kind === "number" || (kind === "choice" && found.type === "integer")) return Number(value);
  if (kind === "instant") return new Date(value).toISOString();
  return value;
}

/** Give the shape of a variant that was chosen. */
export function variantOf(schema, value, document) {
  const { propertyName, mapping = {} } = schema.discriminator;
  const chosen = mapping[value?.[propertyName]];
  return chosen && followed({ $ref: chosen }, document);
}

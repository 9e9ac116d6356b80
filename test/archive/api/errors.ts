import { htmlReply, jsonReply, type Reply } from '../call.ts'

/** 404 of a route that exists. */
export function notFound(detail = 'Not found.'): Reply {
  return jsonReply(404, { detail })
}

/** 404 of a URL that matches no route: the framework's page. */
export function noRoute(): Reply {
  return htmlReply(
    404,
    `<!doctype html>
<html lang="en">
<head>
  <title>Not Found</title>
</head>
<body>
  <h1>Not Found</h1><p>The requested resource was not found on this server.</p>
</body>
</html>
`,
  )
}

export function unauthorized(detail = 'Authentication credentials were not provided.'): Reply {
  return jsonReply(401, { detail }, { 'WWW-Authenticate': 'Bearer realm="api"' })
}

/** 401 of a list flag: a bare string. */
export function unauthorizedFlag(text: string): Reply {
  return jsonReply(401, text)
}

export function forbidden(): Reply {
  return jsonReply(403, { detail: 'You do not have permission to perform this action.' })
}

/** 400 of validation: messages by field. */
export function invalid(field: string, message: string): Reply {
  return jsonReply(400, { [field]: [message] })
}

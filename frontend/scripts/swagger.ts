// The page of the API document: <div id="swagger-ui" data-url="/api/openapi.json"></div>.

import SwaggerUi from "swagger-ui-dist/swagger-ui-es-bundle.js";

const root = document.getElementById("swagger-ui");
if (root?.dataset["url"]) {
  SwaggerUi({
    domNode: root,
    url: root.dataset["url"],
    deepLinking: true,
    // The public validator would be asked about an address that it cannot reach.
    validatorUrl: null,
  });
}

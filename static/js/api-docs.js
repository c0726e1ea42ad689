// The page of the API: every request that is tried here carries what our pages carry, or the token that was entered.
"use strict";

const place = document.getElementById("api-docs");
const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function dress() {
  const theme = root.dataset.theme || (dark.matches ? "dark" : "light");
  root.classList.toggle("dark-mode", theme === "dark");
}

dress();
dark.addEventListener("change", dress);

SwaggerUIBundle({
  domNode: place,
  url: place.dataset.schema,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  deepLinking: false,
  docExpansion: "none",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => {
    const changes = !["GET", "HEAD"].includes((request.method || "GET").toUpperCase());
    if (changes && !request.headers.Authorization) request.headers["X-CSRFToken"] = place.dataset.csrf;
    return request;
  },
});

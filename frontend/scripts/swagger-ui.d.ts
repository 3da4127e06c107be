declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface Options {
    domNode: HTMLElement;
    url: string;
    deepLinking: boolean;
    validatorUrl: string | null;
  }
  export default function SwaggerUi(options: Options): void;
}

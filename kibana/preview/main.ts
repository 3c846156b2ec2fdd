import {
  buildCommon,
  buildElasticsearch,
  commonVariables,
  elasticsearchVariables,
} from '../../shared/config/common.ts';
import { defineConfig } from '../../shared/config/read.ts';
import { whole } from '../../shared/config/values.ts';
import { runService } from '../../shared/service.ts';
import { createPreviews } from './server.ts';

// Shows the dashboards in a browser without a Kibana. It asks nobody who they are, so it answers on this machine only.

const variables = { ...commonVariables, ...elasticsearchVariables, PORT: whole(0, 65_535).default(5602) };

await runService({
  name: 'previews',
  configuration: defineConfig(variables, (values) => ({
    ...buildCommon(values),
    elasticsearch: buildElasticsearch(values),
    port: values.PORT,
  })),
  create: createPreviews,
});

import type { Framework } from '../framework-types.js';

/** Consumers of Kafka, RabbitMQ, SQS, NATS and MQTT run per message. */
export const brokers = {
  name: 'brokers',
  modules: [
    'kafkajs',
    '@confluentinc/kafka-javascript',
    'node-rdkafka',
    'amqplib',
    'amqplib/*',
    'amqp-connection-manager',
    'rabbitmq-client',
    'sqs-consumer',
    'nats',
    '@nats-io/*',
    'mqtt',
    '@google-cloud/pubsub',
    'rhea',
    '@platformatic/kafka',
  ],
  source: [
    'https://kafka.js.org/docs/consuming',
    'https://amqp-node.github.io/amqplib/channel_api.html#channel_consume',
  ],
  registrations: [
    {
      calls: ['run'],
      members: ['eachMessage', 'eachBatch'],
      runs: 'many',
      why: 'for every message, as {member} of {call}',
    },
    { calls: ['consume', 'createConsumer'], runs: 'many', why: 'for every message, as consumer of {call}' },
    {
      calls: ['create', 'Consumer'],
      members: ['handleMessage', 'handleMessageBatch'],
      runs: 'many',
      why: 'for every message, as {member} of {call}',
    },
    { calls: ['subscribe'], members: ['callback'], runs: 'many', why: 'for every message, in {call}' },
  ],
  place: 'Create it beside the consumer, once for all messages.',
} satisfies Framework;

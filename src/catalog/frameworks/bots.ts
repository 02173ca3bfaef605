import type { Framework } from '../framework-types.js';

/** Handlers of bots run for every message. */
export const bots = {
  name: 'bots',
  modules: ['telegraf', 'telegraf/*', 'grammy', '@slack/bolt', 'discord.js', 'node-telegram-bot-api'],
  source: [
    'telegraf@4.16.3 typings/composer.d.ts:29',
    'https://grammy.dev/guide/commands',
    'https://docs.slack.dev/tools/bolt-js/concepts/message-listening',
    'https://discordjs.guide/legacy/app-creation/handling-commands',
  ],
  registrations: [
    {
      calls: [
        'command',
        'hears',
        'action',
        'help',
        'inlineQuery',
        'callbackQuery',
        'gameQuery',
        'reaction',
        'onText',
        'event',
        'message',
        'view',
        'shortcut',
      ],
      runs: 'many',
      why: 'for every message, in {call}',
    },
    {
      calls: ['on'],
      first: [
        'message',
        'text',
        'photo',
        'document',
        'location',
        'voice',
        'callback_query',
        'inline_query',
        'channel_post',
        'message:text',
        'messageCreate',
        'interactionCreate',
      ],
      runs: 'many',
      why: 'for every message, in {call}',
    },
  ],
  place: 'Create it beside the bot, once for all messages.',
} satisfies Framework;

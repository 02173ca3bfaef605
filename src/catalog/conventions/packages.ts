import type { ModuleConvention, PathConvention } from './types.js';

/** Frameworks of user interfaces. */
export const interfaceFrameworks: ModuleConvention = [
  'react',
  'react-dom',
  'react-native',
  'react-scripts',
  'expo',
  'vue',
  'svelte',
  'preact',
  'solid-js',
  'lit',
  '@angular/core',
  'alpinejs',
  'ember-source',
  '@stencil/core',
  'backbone',
  'mithril',
];

/** What draws with WebGL, or needs a page for its map: without a browser it does nothing (their documentation). */
export const pageModules: ModuleConvention = [
  'three',
  '@babylonjs/core',
  'babylonjs',
  'pixi.js',
  'phaser',
  'playcanvas',
  'cesium',
  'mapbox-gl',
  'maplibre-gl',
  'leaflet',
  'ol',
];

/**
 * Frameworks that keep what only the server runs in a folder of its own, and load all else into browsers as well
 * (nuxt.com/docs/guide/directory-structure).
 */
export const splitFrameworks: ModuleConvention = ['nuxt', 'nuxt3', 'nuxt-edge'];

/** Bundlers whose entry is an `index.html` beside them, and the tools around them. */
export const clientBundlers: ModuleConvention = [
  'vite',
  'parcel',
  '@parcel/*',
  'webpack-dev-server',
  '@vue/cli-service',
  '@angular/cli',
  '@angular/build',
  '@angular-devkit/build-angular',
  'snowpack',
  'wmr',
  '@rsbuild/core',
  'wxt',
];

/** Commands by which bundlers serve to browsers while somebody develops (their documentation). */
export const bundlerCommands: readonly string[] = [
  ...['vite', 'parcel', 'react-scripts', 'react-app-rewired', 'craco', 'webpack-dev-server', 'webpack serve', 'wmr'],
  ...['vue-cli-service serve', 'ng', 'rsbuild', 'snowpack'],
];

/** Servers' packages that applications for browsers import for types (their documentation). */
export const typedServers: ModuleConvention = ['@trpc/server'];

/**
 * What runs on a server: frameworks, renderers on the server, clients of databases and brokers, Electron. A package
 * with one of them is no browser package.
 */
export const serverModules: ModuleConvention = [
  'express',
  'fastify',
  'koa',
  '@koa/*',
  'hono',
  '@hono/node-server',
  '@hapi/hapi',
  '@nestjs/core',
  '@nestjs/platform-*',
  '@trpc/server',
  '@apollo/server',
  'apollo-server*',
  'graphql-yoga',
  'restify',
  'polka',
  'h3',
  'nitropack',
  'elysia',
  'socket.io',
  'next',
  'nuxt',
  'astro',
  '@remix-run/*',
  '@react-router/node',
  '@react-router/serve',
  '@sveltejs/kit',
  '@solidjs/start',
  '@tanstack/start',
  '@tanstack/react-start',
  '@redwoodjs/*',
  '@analogjs/platform',
  'vike',
  'blitz',
  '@adonisjs/core',
  'meteor-node-stubs',
  'electron',
  '@tauri-apps/cli',
  'ink',
  'pg',
  'mysql2',
  'mongodb',
  'mongoose',
  'ioredis',
  'redis',
  '@prisma/client',
  'typeorm',
  'sequelize',
  'knex',
  'bullmq',
  'amqplib',
  'kafkajs',
  '@grpc/grpc-js',
  'undici',
  'got',
  'nodemailer',
  'firebase-admin',
  '@slack/bolt',
  'discord.js',
];

/** Folders of what the browser loads, in packages that hold a server besides, and files of one hook of React each. */
export const frontendPaths: PathConvention = {
  stems: ['hooks/use*'],
  topFolders: [
    'client',
    'clients/web',
    'frontend',
    'front-end',
    'webapp',
    'web-app',
    'web',
    'ui',
    'spa',
    'www',
    'public',
    'static',
    'assets',
    'renderer',
    'popup',
  ],
};

/** Files of browser packages that run on Node.js: configuration, servers for rendering, build scripts. */
export const frontendServerPaths: PathConvention = {
  topFolders: ['server', 'ssr', 'scripts', 'build', 'config', 'functions', 'netlify', 'tools'],
  marks: ['server', 'config'],
  stems: ['server', 'server-*', 'entry-server', 'ssr', 'prerender', 'setupProxy'],
};

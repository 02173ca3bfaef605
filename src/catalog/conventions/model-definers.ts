/**
 * What the models of an ORM are given when a program starts, and do not end: Sequelize's command line writes
 * `require(file)(sequelize, DataTypes)` and `model.associate(models)` into the models/index.js of a project
 * (sequelize-cli 6, lib/assets/models/index.js).
 */
export const modelGivingMethods: readonly string[] = ['associate'];

/** The further argument of a function that defines such a model: `define(sequelize, DataTypes)`. */
export const modelArguments: readonly string[] = ['DataTypes'];
